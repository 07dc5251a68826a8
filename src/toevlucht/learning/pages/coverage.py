"""Who is trained at the locations of a municipality, and in the municipalities of a region."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from toevlucht.guidance.shown import source_words
from toevlucht.layout.reader import reader_language
from toevlucht.learning.queries.coverage import REQUIREMENT, norm_on, overview_for, percent_of
from toevlucht.learning.queries.learned import FEWEST
from toevlucht.partners.access import desk_page
from toevlucht.reception.pages.names import name_of_area
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def coverage(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    found, norm = overview_for(viewer, today), norm_on(today)
    percent = percent_of(norm)
    kept = [
        {"location": one, "covered": covered, "is_met": covered.meets(percent)}
        for one, covered in found.kept
    ]
    shown = {
        "norm": norm,
        "source": source_words(norm.source, norm.source_on, reader_language()) if norm else "",
        "percent": percent,
        "requirement": REQUIREMENT,
        "kept": kept,
        "meeting": sum(one.meets(percent) for _, one in found.kept),
        "with_people": sum(one.people > 0 for _, one in found.kept),
        "others": [(name_of_area(code), one) for code, one in found.others],
        "fewest": FEWEST,
    }
    return render(request, "learning/coverage.html", shown)
