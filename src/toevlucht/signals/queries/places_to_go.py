"""Which other organisations could handle a report: of its place, its region, or independent."""

from __future__ import annotations

from django.db.models import Q

from toevlucht.partners.models import Organisation
from toevlucht.signals.models import Report
from toevlucht.signals.queries.receivers import coordinators_at, excluded_organisations


def could_handle(report: Report) -> list[Organisation]:
    """Never the expertise centre, whom it is kept from, or where nobody coordinates."""
    places = [place for place in (report.municipality, report.safety_region) if place]
    wanted = Q(area__in=places) | Q(is_independent_contact=True)
    found = Organisation.objects.filter(wanted, is_active=True, is_centre=False)
    kept_from = excluded_organisations(report) | {report.handler}
    if report.concerns == "municipality":
        local = Organisation.objects.filter(area=report.municipality)
        kept_from |= set(local.values_list("code", flat=True))
    codes = set(found.values_list("code", flat=True)) - kept_from
    staffed = {person.organisation.code for person in coordinators_at(codes)}
    return list(found.filter(code__in=staffed).order_by("kind", "code"))
