"""Who is trained at locations and of the hosts, in a municipality and in those of a region."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from toevlucht.guidance.shown import source_words
from toevlucht.layout.reader import reader_language
from toevlucht.learning.queries.coverage import REQUIREMENT, norm_on, overview_for, percent_of
from toevlucht.learning.queries.hosts import OF_HOSTS, hosts_for
from toevlucht.learning.queries.learned import FEWEST
from toevlucht.partners.access import desk_page
from toevlucht.reception.pages.names import name_of_area
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def coverage(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    today = timezone.localdate()
    found, norm = overview_for(viewer, today), norm_on(today)
    percent, hosts = percent_of(norm), hosts_for(viewer, today)
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
        "hosts_of": [(name_of_area(code), one) for code, one in hosts.others],
        "fewest": FEWEST,
        "hosts": hosts.kept,
        "of_hosts": OF_HOSTS,
    }
    return render(request, "learning/coverage.html", shown)
