"""In which of the three ways somebody walks a course: nothing kept, as a guest, or logged in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from toevlucht.geography import areas
from toevlucht.learning.actions import answering
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Course, Step
from toevlucht.learning.guests import read_token
from toevlucht.learning.models import Enrolment
from toevlucht.learning.queries.progress import (
    Progress,
    enrolment_of_guest,
    own_enrolment,
    progress_of,
)
from toevlucht.partners.models import Organisation
from toevlucht.reception.models import Location
from toevlucht.reception.queries.route_cards import Line, route_card
from toevlucht.records.viewer import PUBLIC, Viewer


@dataclass
class Walk:
    """``address`` is where the course stands for this walk; ``twin`` the same for everybody."""

    course: Course
    address: str
    twin: str
    viewer: Viewer = PUBLIC
    digest: str = ""  # of a guest
    enrolment: Enrolment | None = None
    municipality: str = ""
    location: Location | None = None
    progress: Progress | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.enrolment:
            self.progress = progress_of(self.course, self.enrolment)

    @property
    def is_kept(self) -> bool:
        return self.viewer.person is not None or bool(self.digest)

    @property
    def frame(self) -> str:
        """The template around it: that of the desk looks at the session, which guests have not."""
        return "learning/public.html" if self.viewer.is_public else "partners/desk.html"

    @property
    def waits_as(self) -> str:
        """Whose answers wait in this browser: on a shared telephone nobody sends another's."""
        person = self.viewer.person
        return "" if person is None else salted_hmac("answers that wait", str(person)).hexdigest()

    @property
    def is_packaged(self) -> bool:
        """Whether it is shown by another learning system, away from this site."""
        return False

    @property
    def is_of_guest(self) -> bool:
        return bool(self.digest)

    @property
    def steps(self) -> Sequence[Step]:
        return self.progress.steps if self.progress else self.course.steps

    def step(self, name: str) -> Step:
        """Of the course, or of the refresh that is open."""
        found = self.course.by_name.get(name)
        if found is None:
            found = next((one for one in self.steps if one.name == name), None)
        if found is None:
            raise Http404
        return found

    def around(self, step: Step) -> Sequence[Step]:
        """The steps among which it stands."""
        return self.course.steps if step.name in self.course.by_name else self.steps

    def position(self, step: Step) -> int:
        """From 1."""
        return [one.name for one in self.around(step)].index(step.name) + 1

    def after(self, step: Step) -> Step | None:
        around = self.around(step)
        place = self.position(step)
        return around[place] if place < len(around) else None

    def card(self, kinds: Sequence[str]) -> list[Line]:
        """Whom to call, where this learner is."""
        lines = {one.kind.code: one for one in route_card(self.municipality, self.location)}
        found = [lines[kind] for kind in kinds if kind in lines]
        return [one for one in found if one.level]

    def keep(self, step: Step, item: str, chosen: Sequence[str]) -> None:
        """Raises `NoAnswer`."""
        if self.enrolment is None:
            self.enrolment = self._begin()
        kept = answering.answer(self.viewer, self.course, self.enrolment, step, item, chosen)
        self.enrolment = kept
        self.progress = progress_of(self.course, kept)

    def _begin(self) -> Enrolment:
        if self.viewer.person is not None:
            return answering.begin(self.viewer, self.course)
        return answering.begin_as_guest(
            self.viewer, self.digest, self.course, self.municipality, self.location
        )


def find_course(code: str) -> Course:
    course = courses().get(code)
    if course is None:
        raise Http404
    return course


def open_walk(code: str, place: str = "") -> Walk:
    """For everybody; of a place, with its own contacts at the end."""
    course = find_course(code)
    municipality, location = spot(place)
    address = public_address(course, municipality, location)
    if place and not municipality:
        raise Http404
    return Walk(course, address, address, municipality=municipality, location=location)


def guest_walk(code: str, token: str) -> Walk:
    course = find_course(code)
    guest = read_token(token)
    if guest is None or not course.keeps_progress:
        raise Http404
    enrolment = enrolment_of_guest(guest.digests, course)
    municipality, location = _of_learner(enrolment) if enrolment else spot(guest.place)
    return Walk(
        course,
        reverse("guest-course", args=(code, token)),
        public_address(course, municipality, location),
        digest=guest.digests[0],
        enrolment=enrolment,
        municipality=municipality,
        location=location,
    )


def own_walk(viewer: Viewer, code: str) -> Walk:
    course = find_course(code)
    if not course.keeps_progress:
        raise Http404
    enrolment = own_enrolment(viewer, course)
    municipality, location = _of_learner(enrolment)
    municipality = municipality or _municipality_of(viewer)
    return Walk(
        course,
        reverse("my-course", args=(code,)),
        public_address(course, municipality, location),
        viewer,
        enrolment=enrolment,
        municipality=municipality,
        location=location,
    )


def public_address(course: Course, municipality: str, location: Location | None) -> str:
    place = location.code if location else municipality
    if place:
        return reverse("course-at", args=(course.code, place))
    return reverse("course", args=(course.code,))


def spot(place: str) -> tuple[str, Location | None]:
    """The municipality, and the location where ``place`` is the code of one."""
    if place.startswith("GM"):
        today = timezone.localdate()
        is_one = areas.exists(place, today) and areas.area(place, today).kind == "municipality"
        return (place, None) if is_one else ("", None)
    location = Location.objects.filter(code=place).first() if place else None
    return (location.municipality, location) if location else ("", None)


def _of_learner(enrolment: Enrolment | None) -> tuple[str, Location | None]:
    if enrolment is None:
        return "", None
    location = enrolment.learner.location
    return (location.municipality if location else enrolment.learner.municipality), location


def _municipality_of(viewer: Viewer) -> str:
    own = Organisation.objects.filter(code=viewer.organisation, area__startswith="GM")
    return own.values_list("area", flat=True).first() or ""
