"""The page of what happened to a report, and of what was believed of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toevlucht.partners.queries import person_names
from toevlucht.records.viewer import Viewer
from toevlucht.signals.grading import schemes
from toevlucht.signals.models import Assessment
from toevlucht.signals.pages.report import coordinators, find, opened_by
from toevlucht.signals.queries.history import history, people_in


@require_safe
@coordinators
def happened(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    entry = find(viewer, reference)
    found = history(viewer, entry, opened_by(viewer, entry))
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
    surroundings = {"report": entry.report, "history": told}
    return render(request, "signals/report/history.html", surroundings)


def _grades(assessment: Assessment) -> tuple[str, str]:
    """The keys of what the grades of source and information are called."""
    scheme = schemes()[assessment.scheme]
    source = scheme.source.label(assessment.source_reliability)
    return source, scheme.information.label(assessment.information_credibility)
