"""The page of one report, made of panels: each a function here and a template that is included."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.models import Organisation, Person
from toevlucht.partners.queries import person_names
from toevlucht.records.actions import record_read
from toevlucht.records.sealed.custody import NoKey
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.forms.handling import (
    AssignForm,
    CloseForm,
    DueForm,
    KeepFromForm,
    ReopenForm,
)
from toevlucht.signals.forms.keeping import HoldForm
from toevlucht.signals.grading import schemes
from toevlucht.signals.indicators import word_of
from toevlucht.signals.models import Assessment, DeskEntry, Report
from toevlucht.signals.pages.conversation import conversation
from toevlucht.signals.pages.readers import readers
from toevlucht.signals.queries.colleagues import colleagues, not_kept_from
from toevlucht.signals.queries.files import listed_files
from toevlucht.signals.queries.history import history, people_in
from toevlucht.signals.queries.one_signal import own_signal
from toevlucht.signals.queries.opening import Opened, open_sealed
from toevlucht.signals.queries.shared_files import shared_files

coordinators = desk_page("coordinator")

Panel = Callable[[Viewer, DeskEntry, Opened | None], Mapping[str, Any]]


@require_safe
@coordinators
def report(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    return show(request, viewer, find(viewer, reference))


def find(viewer: Viewer, reference: str, event: str = "report.opened") -> DeskEntry:
    """The report as it lies on the desk of the viewer; of anybody else it does not exist."""
    found = policy.find_entry(viewer, reference)
    if not found:
        raise missing(viewer, event, "report", reference)
    return found


def show(
    request: HttpRequest, viewer: Viewer, entry: DeskEntry, status: int = 200, **tried: Any
) -> HttpResponse:
    """``tried``: forms with what was typed, where something was wrong with it."""
    opened = _opened(viewer, entry)
    surroundings: dict[str, Any] = {"viewer": viewer, "entry": entry, "report": entry.report}
    for panel in PANELS:
        surroundings |= panel(viewer, entry, opened)
    return render(request, "signals/report/page.html", surroundings | tried, status=status)


def _opened(viewer: Viewer, entry: DeskEntry) -> Opened | None:
    """None for who reads the open part only, and where the key was destroyed."""
    if entry.reads_sealed:
        try:
            return open_sealed(viewer, entry)
        except (NoKey, CannotOpen, ObjectDoesNotExist):
            pass
    record_read(viewer, "report.opened", "report", [entry.report.reference])
    return None


def open_part(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    report = entry.report
    return {
        "municipality": municipality_of(report),
        "recognised": [word_of(code) for code in report.indicators],
        "advised": _advised(report.advised) if entry.ground == "handling" else "",
    }


def _advised(code: str) -> str:
    found = Organisation.objects.filter(code=code).first() if code else None
    return found.name(reader_language().tag) if found else ""


def municipality_of(report: Report) -> str:
    code = report.municipality
    return reader_language().write(areas.named(code, timezone.localdate())) if code else ""


def sealed_part(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    content = opened.content if opened else None
    seen_on = content.seen_on if content else ""
    return {
        "content": content,
        "seen_on": datetime.date.fromisoformat(seen_on) if seen_on else None,
    }


def files(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    if entry.referral is not None:
        return {"shared_files": shared_files(viewer, entry.referral)}
    return {"files": listed_files(entry, opened)}


def work(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    people = colleagues(viewer, entry)
    return {
        "handles": entry.ground == "handling",
        "signal": own_signal(viewer, entry.report),
        "assignee": next((one.name for one in people if one.pk == entry.assignee), ""),
        "is_late": entry.is_open and entry.due_on < timezone.localdate(),
        "assign": AssignForm(people=people, initial={"colleague": entry.assignee}),
        "keep": KeepFromForm(people=_others(viewer, entry)),
        "due": DueForm(initial={"due_on": entry.due_on}),
        "close": CloseForm(),
        "reopen": ReopenForm(),
        "holding": HoldForm(),
    }


def _others(viewer: Viewer, entry: DeskEntry) -> list[Person]:
    return not_kept_from(viewer, entry) if entry.ground == "handling" else []


def happened(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    found = history(viewer, entry, opened)
    names = person_names(viewer, people_in(found))
    told = [
        {
            "one": one,
            "grades": _grades(one.assessment) if one.assessment else (),
            "by": names.get(one.row.person or 0, ""),
            "to": names.get(one.step.colleague or 0, "") if one.step else "",
        }
        for one in found
    ]
    return {"history": told}


def _grades(assessment: Assessment) -> tuple[str, str]:
    """The keys of what the grades of source and information are called."""
    scheme = schemes()[assessment.scheme]
    source = scheme.source.label(assessment.source_reliability)
    return source, scheme.information.label(assessment.information_credibility)


PANELS: tuple[Panel, ...] = (open_part, sealed_part, files, work, conversation, happened, readers)
