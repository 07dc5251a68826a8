"""What an item refers to, as it is now: found by a name such as ``handbook:goo/1``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from toevlucht.guidance.queries.handbooks import find_handbook, handbooks
from toevlucht.language import Language
from toevlucht.learning.courses.elsewhere import elsewhere
from toevlucht.learning.courses.loading import courses
from toevlucht.picture.models import Rendition
from toevlucht.picture.queries import published
from toevlucht.records.viewer import PUBLIC
from toevlucht.signals.queries.public_rumours import answered_rumours, find_answered, find_withdrawn

MARK_LENGTH = 40
FACTUAL = ("real", "reconstruction")
"""Kinds of series that say something of the world; an exercise is no news."""


@dataclass(frozen=True)
class Address:
    """Where something can be read, and what it is called there."""

    title: str
    address: str


@dataclass(frozen=True)
class Referent:
    """Something by its name. ``mark`` changes when it does; ``newer`` took its place."""

    name: str
    title: str
    address: str
    about: str
    mark: str
    newer: Address | None = None

    @property
    def kind(self) -> str:
        return self.name.partition(":")[0]

    @property
    def is_outside(self) -> bool:
        return self.kind == "elsewhere"


def find(name: str, spoken: Language) -> Referent | None:
    """None where nothing of this name can be read (any more)."""
    kind, _, rest = name.partition(":")
    finder = _FINDERS.get(kind)
    return finder(rest, spoken) if finder else None


def choices(spoken: Language) -> list[Referent]:
    """Everything that an item can refer to now, the newest of each kind first."""
    editions = published.newest_editions(PUBLIC, spoken.tag)
    places = [(one.version.edition.series, one.version.edition.number) for one in editions]
    names = [
        f"edition:{series.slug}/{number}" for series, number in places if series.kind in FACTUAL
    ]
    names += [
        f"handbook:{one.handbook.code}/{version.number}"
        for one in handbooks()
        for version in one.versions
    ]
    names += [f"course:{code}" for code in courses()]
    names += [f"rumour:{one.reference}" for one in answered_rumours()]
    names += [f"elsewhere:{name}" for name, one in elsewhere().items() if not one.until]
    return [found for found in (find(name, spoken) for name in names) if found]


def marks_of(names: Iterable[str], spoken: Language) -> dict[str, str]:
    """How each stands now, to be held against how it stands later."""
    found = (find(name, spoken) for name in names)
    return {one.name: one.mark for one in found if one}


def _edition(rest: str, spoken: Language) -> Referent | None:
    series, number = _numbered(rest)
    page = published.find_edition_page(PUBLIC, spoken.tag, series, number)
    if page is None:
        return None
    later = [one for one in page.siblings if one.version.edition.number > number]
    newest = later[-1] if later else None
    return Referent(
        name=f"edition:{rest}",
        title=page.rendition.title,
        address=reverse("edition", kwargs={"series": series, "number": number}),
        about=spoken.say(
            "news.about.edition", version=page.version.version, day=page.version.published_on
        ),
        mark=f"v{page.version.version}",
        newer=_address_of(newest) if newest else None,
    )


def _address_of(edition: Rendition) -> Address:
    place = edition.version.edition
    kwargs = {"series": place.series.slug, "number": place.number}
    return Address(edition.title, reverse("edition", kwargs=kwargs))


def _handbook(rest: str, spoken: Language) -> Referent | None:
    code, number = _numbered(rest)
    listed = find_handbook(code)
    version = listed and next((one for one in listed.versions if one.number == number), None)
    if not listed or not version:
        return None

    def titled(number: int) -> Address:
        title = spoken.say(
            "news.about.handbook_version", title=listed.handbook.title(spoken.tag), number=number
        )
        return Address(
            title, reverse("handbook-version", kwargs={"handbook": code, "number": number})
        )

    here = titled(number)
    newest = listed.newest.number
    return Referent(
        name=f"handbook:{rest}",
        title=here.title,
        address=here.address,
        about=spoken.say("news.about.handbook", day=version.valid_from),
        mark=version.sha256[:MARK_LENGTH],
        newer=titled(newest) if newest > number else None,
    )


def _course(rest: str, spoken: Language) -> Referent | None:
    """One edition of a course follows another under the same name."""
    found = courses().get(rest)
    if found is None:
        return None
    least, most = found.minutes
    return Referent(
        name=f"course:{rest}",
        title=found.title[spoken.tag],
        address=reverse("course", kwargs={"code": rest}),
        about=spoken.say("news.about.course", least=least, most=most, day=found.published_on),
        mark=f"edition {found.edition}",
    )


def _rumour(rest: str, spoken: Language) -> Referent | None:
    found = find_answered(rest)
    if found is None:
        return _withdrawn_rumour(rest, spoken)
    before = f" after {found.before.on}" if found.before else ""
    return Referent(
        name=f"rumour:{rest}",
        title=found.title(spoken.tag),
        address=reverse("answered-rumour", kwargs={"reference": rest}),
        about=spoken.say(
            "news.about.rumour",
            verdict=spoken.say(f"rumours.verdict.{found.verdict}"),
            day=found.answered_on,
        ),
        mark=f"{found.answered_on}{before}",
    )


def _withdrawn_rumour(rest: str, spoken: Language) -> Referent | None:
    withdrawn = find_withdrawn(rest)
    if withdrawn is None:
        return None
    return Referent(
        name=f"rumour:{rest}",
        title=spoken.say("news.rumours.withdrawn"),
        address=reverse("answered-rumour", kwargs={"reference": rest}),
        about=spoken.say("news.rumours.withdrawn_on", day=withdrawn.on),
        mark=f"withdrawn {withdrawn.on}",
    )


def _elsewhere(rest: str, spoken: Language) -> Referent | None:
    found = elsewhere().get(rest)
    if found is None:
        return None
    facts = [found.owner, spoken.say(f"language.name.{found.language}")]
    if found.minutes:
        facts.append(spoken.say("news.about.minutes", minutes=found.minutes))
    if found.until:
        facts.append(spoken.say("news.about.gone"))
    return Referent(
        name=f"elsewhere:{rest}",
        title=found.title[spoken.tag],
        address=found.address,
        about=spoken.say("news.about.elsewhere", facts=", ".join(facts)),
        mark=f"{found.address}"[:MARK_LENGTH] if not found.until else f"until {found.until}",
    )


def _numbered(rest: str) -> tuple[str, int]:
    slug, _, number = rest.rpartition("/")
    return slug, int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0


_FINDERS: dict[str, Callable[[str, Language], Referent | None]] = {
    "edition": _edition,
    "handbook": _handbook,
    "course": _course,
    "rumour": _rumour,
    "elsewhere": _elsewhere,
}
