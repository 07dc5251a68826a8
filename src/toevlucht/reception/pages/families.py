"""Families, the people in them, what they are to each other, and which child is where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import ages, families, moving_in, oversight, relations
from toevlucht.reception.forms.stays import (
    ChangeAgeForm,
    DocumentForm,
    FamilyForm,
    KindForm,
    PersonForm,
    RelationForm,
)
from toevlucht.reception.models import Family, Person, Stay, Task
from toevlucht.reception.pages.acting import Act, act, do, tried
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.children import (
    find_person,
    find_relation,
    list_children,
    open_stay_of,
    relations_of,
    tasks_for,
)
from toevlucht.reception.queries.families import find_family, list_families, named
from toevlucht.reception.queries.places import locations_for
from toevlucht.reception.queries.route_cards import Line, route_card
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

MOST_TASKS = 200


@desk_page("coordinator")
def list_all(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found, more_after = list_families(viewer, request.GET.get("after", ""))
    record_read(viewer, "families.listed", "family", [one.code for one in found])
    rows = [(one, name_of_area(one.municipality), one.people.count()) for one in found]
    return render(request, "reception/families.html", {"rows": rows, "more_after": more_after})


@desk_page("coordinator")
def new_family(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """In the own municipality, or in that of the location that the organisation runs."""
    form = FamilyForm(request.POST or None)
    if form.is_valid():
        reach = reach_of(viewer)
        run = locations_for(viewer).filter(operator=reach.organisation).first()
        languages = form.cleaned_data["languages"].split()
        about_people = [form.about()]
        if made := tried(
            form, lambda: families.register_family(viewer, about_people, languages, location=run)
        ):
            return redirect("family", made.code)
    about = Act(reader_language().say("stays.title.add_family"), ("families",))
    return render(request, "reception/act.html", {"form": form, "about": about})


@desk_page("coordinator")
def one_family(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    family = family_or_missing(viewer, code)
    people = list(family.people.select_related("family").order_by("pk"))
    open_stays = Stay.objects.filter(person__in=people, departed_at=None)
    stays = {one.person_id: one for one in open_stays.select_related("location", "household")}
    today = timezone.localdate()
    reach = reach_of(viewer)
    open_here = [
        one for one in locations_for(viewer).filter(state="open")[:100] if reach.keeps(one)
    ]
    record_read(viewer, "family.read", "family", (family.code,))
    shown = {
        "family": family,
        "municipality": name_of_area(family.municipality),
        "rows": [
            (one, stays.get(one.person.pk), one.person.counts_as_minor(today))
            for one in named(viewer, people)
        ],
        "locations": open_here if len(stays) < len(people) else [],
    }
    return render(request, "reception/family.html", shown)


@desk_page("coordinator")
def add_person(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    family = family_or_missing(viewer, code)
    form = PersonForm(request.POST or None)
    return act(
        request,
        form,
        lambda: families.add_person(viewer, family, form.about()),
        Act(reader_language().say("stays.title.add_person"), ("family", family.code)),
    )


@desk_page("coordinator")
def one_person(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    person = _person(viewer, code)
    today = timezone.localdate()
    stay = open_stay_of(person)
    shown_relations = list(relations_of(person))
    adults = named(viewer, [one.adult for one in shown_relations])
    record_read(viewer, "family.read", "family", (person.family.code,))
    is_minor = person.counts_as_minor(today)
    states = [one.state(today) for one in shown_relations]
    shown = {
        "person": person,
        "named": named(viewer, [person])[0],
        "stay": stay,
        "is_minor": is_minor,
        "relations": list(zip(shown_relations, adults, states, strict=True)),
        "to_call": _guardianship(person, stay) if is_minor and "verified" not in states else None,
    }
    return render(request, "reception/person.html", shown)


@desk_page("coordinator")
def establish_age(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    person = _person(viewer, code)
    form = ChangeAgeForm(request.POST or None)
    return act(
        request,
        form,
        lambda: ages.establish_age(viewer, person, form.about_age(), form.decided()),
        _about(person, "age"),
    )


@desk_page("coordinator")
def change_kind(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    person = _person(viewer, code)
    stay = open_stay_of(person)
    home = (stay.location or stay.household) if stay else None
    if home is None:
        raise missing(viewer, "family.read", "stay", code)
    form = KindForm(request.POST or None)
    return act(
        request,
        form,
        lambda: moving_in.change_kind(viewer, home, person.code, form.decided(), timezone.now()),
        _about(person, "kind"),
    )


@desk_page("coordinator")
def state_relation(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    child = _person(viewer, code)
    others = child.family.people.exclude(pk=child.pk).select_related("family").order_by("pk")
    today = timezone.localdate()
    adults = [
        (one.person.code, one.name or one.person.code)
        for one in named(viewer, others)
        if not one.person.counts_as_minor(today)
    ]
    form = RelationForm(adults, request.POST or None)

    def does() -> None:
        adult = others.get(code=form.cleaned_data["adult"])
        relations.state_relation(viewer, child, adult, form.cleaned_data["relation"])

    return act(request, form, does, _about(child, "relation"))


@desk_page("coordinator")
def check_document(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    relation = find_relation(viewer, code)
    if not relation:
        raise missing(viewer, "relation.checked", "relation", code)
    form = DocumentForm(request.POST or None)
    return act(
        request,
        form,
        lambda: relations.check_document(viewer, relation, form.about_document()),
        _about(relation.child, "document"),
    )


@require_POST
@desk_page("coordinator")
def withdraw_relation(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    relation = find_relation(viewer, code)
    if not relation:
        raise missing(viewer, "relation.withdrawn", "relation", code)
    back = ("resident", relation.child.code)
    return do(request, lambda: relations.withdraw_relation(viewer, relation), back)


@desk_page("coordinator")
def children(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Where is which child, and by which relation it stays there."""
    listed, more_after = list_children(viewer, request.GET.get("after", ""))
    record_read(viewer, "children.listed", "person", [one.person.code for one in listed])
    names = named(viewer, [one.person for one in listed])
    shown = {"rows": list(zip(listed, names, strict=True)), "more_after": more_after}
    return render(request, "reception/children.html", shown)


@desk_page("coordinator")
def list_tasks(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    tasks = list(tasks_for(viewer)[:MOST_TASKS])
    record_read(viewer, "reception_tasks.listed", "task", [one.code for one in tasks])
    shown = {"tasks": tasks, "me": viewer.person, "today": timezone.localdate()}
    return render(request, "reception/stay_tasks.html", shown)


@require_POST
@desk_page("coordinator")
def take_task(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    task = _task(viewer, code)
    return do(request, lambda: oversight.take_task(viewer, task), ("reception-tasks",))


@require_POST
@desk_page("coordinator")
def finish_task(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    task = _task(viewer, code)
    return do(request, lambda: oversight.finish_task(viewer, task), ("reception-tasks",))


def _guardianship(person: Person, stay: Stay | None) -> Line | None:
    """Whom to call today for a child without a parent or guardian."""
    location = stay.location if stay else None
    municipality = location.municipality if location else person.family.municipality
    lines = route_card(municipality, location)
    return next((line for line in lines if line.kind.code == "child"), None)


def _about(person: Person, title: str) -> Act:
    return Act(reader_language().say(f"stays.title.{title}"), ("resident", person.code))


def family_or_missing(viewer: Viewer, code: str) -> Family:
    family = find_family(viewer, code)
    if not family:
        raise missing(viewer, "family.read", "family", code)
    return family


def _person(viewer: Viewer, code: str) -> Person:
    person = find_person(viewer, code)
    if not person:
        raise missing(viewer, "family.read", "person", code)
    return person


def _task(viewer: Viewer, code: str) -> Task:
    task = tasks_for(viewer).filter(code=code).first()
    if not task:
        raise missing(viewer, "reception_task.taken", "task", code)
    return task
