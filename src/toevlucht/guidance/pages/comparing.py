"""What changed between two versions of a handbook: side by side, requirement by requirement."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from toevlucht.guidance.differences import of_chapters, of_requirements
from toevlucht.guidance.queries import handbooks as queries
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language


@public_page
def changes(request: HttpRequest, handbook: str) -> HttpResponse:
    """Between the versions asked for; else between the newest and the one before it."""
    found = queries.find_handbook(handbook)
    if found is None:
        raise Http404
    numbers = [one.number for one in found.versions]
    after = _number(request.GET.get("to", ""), numbers, numbers[0])
    earlier = max((one for one in numbers if one < after), default=after)
    before = _number(request.GET.get("from", ""), numbers, earlier)
    context = {"found": found, "before": before, "after": after}
    old, new = queries.open_version(handbook, before), queries.open_version(handbook, after)
    if old and new:
        spoken = reader_language()
        context["requirements"] = of_requirements(old, new, spoken)
        context["chapters"] = of_chapters(old, new, spoken)
    return render(request, "guidance/changes.html", context)


def _number(asked: str, numbers: list[int], otherwise: int) -> int:
    return next((one for one in numbers if str(one) == asked), otherwise)
