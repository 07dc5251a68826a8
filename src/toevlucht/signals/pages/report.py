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
from toevlucht.partners.trail.names import name_of_organisation
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
from toevlucht.signals.indicators import word_of
from toevlucht.signals.models import DeskEntry, Report
from toevlucht.signals.pages.conversation import conversation
from toevlucht.signals.queries.colleagues import Colleagues, colleagues
from toevlucht.signals.queries.files import listed_files
from toevlucht.signals.queries.one_signal import own_signal
from toevlucht.signals.queries.opening import Opened, open_sealed
from toevlucht.signals.queries.readers import with_readers
from toevlucht.signals.queries.shared_files import listed_under

coordinators = desk_page("coordinator")

Panel = Callable[[Viewer, DeskEntry, Opened | None], Mapping[str, Any]]


@require_safe
@coordinators
def report(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    return show(request, viewer, find(viewer, reference))


def find(viewer: Viewer, reference: str, event: str = "report.opened") -> DeskEntry:
    """The report as it lies on the desk of the viewer; of anybody else it does not exist."""
    named = name_of_organisation("report__advised")
    found = with_readers(policy.called(viewer, reference)).annotate(advised=named).first()
    if not found:
        raise missing(viewer, event, "report", reference)
    return found


def show(
    request: HttpRequest, viewer: Viewer, entry: DeskEntry, status: int = 200, **tried: Any
) -> HttpResponse:
    """``tried``: forms with what was typed, where something was wrong with it."""
    opened = opened_by(viewer, entry)
    surroundings: dict[str, Any] = {"viewer": viewer, "entry": entry, "report": entry.report}
    for panel in PANELS:
        surroundings |= panel(viewer, entry, opened)
    return render(request, "signals/report/page.html", surroundings | tried, status=status)


def opened_by(viewer: Viewer, entry: DeskEntry) -> Opened | None:
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
    }


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
        key = opened.shared_key if opened else None
        return {"shared_files": listed_under(key, entry.referral) if key else []}
    return {"files": listed_files(entry, opened)}


def work(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    handles = entry.ground == "handling"
    people = colleagues_of(viewer, entry)
    able = people.coordinating
    return {
        "handles": handles,
        "advised": getattr(entry, "advised", "") if handles else "",
        "signal": own_signal(viewer, entry.report),
        "assignee": next((one.name for one in able if one.pk == entry.assignee), ""),
        "is_late": entry.is_open and entry.due_on < timezone.localdate(),
        "assign": AssignForm(people=able, initial={"colleague": entry.assignee}),
        "keep": KeepFromForm(people=people.not_kept_from if handles else []),
        "due": DueForm(initial={"due_on": entry.due_on}),
        "close": CloseForm(),
        "reopen": ReopenForm(),
        "holding": HoldForm(),
    }


def colleagues_of(viewer: Viewer, entry: DeskEntry) -> Colleagues:
    """Looked up once for a page and for the form on it that was sent."""
    if not hasattr(entry, "colleagues"):
        entry.colleagues = colleagues(viewer, entry)  # type: ignore[attr-defined]
    return entry.colleagues  # type: ignore[attr-defined,no-any-return]


PANELS: tuple[Panel, ...] = (open_part, sealed_part, files, work, conversation)
