"""Who may see which report. Lists, pages, searches, counts, exports and suggestions all ask here.

A report exists for an organisation when it has an entry on its desk, for people there who
coordinate, and for nobody whom it is kept from. What was shared exists until its last day, and
where people were named only for them. Administrators see no reports.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toevlucht.records.break_glass import lasting_break_glasses
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import (
    Correction,
    DeskEntry,
    Exclusion,
    Recipient,
    Referral,
    Report,
    Signal,
)


def entries(viewer: Viewer) -> QuerySet[DeskEntry]:
    """The reports on the desk of the viewer, each as the viewer's organisation has it."""
    if not viewer.has("coordinator") or viewer.person is None:
        return DeskEntry.objects.none()
    found = DeskEntry.objects.filter(lasts(), organisation=viewer.organisation)
    for_viewer = Q(for_named=False) | Exists(_named(viewer.person, OuterRef("referral")))
    return found.filter(for_viewer).exclude(_is_kept(viewer))


def lasts() -> Q:
    """What was shared exists until its last day."""
    return Q(until=None) | Q(until__gte=timezone.localdate())


def called(viewer: Viewer, reference: str) -> QuerySet[DeskEntry]:
    """The one of this name, with all that is needed to open it."""
    found = entries(viewer).filter(report__reference=reference)
    return found.select_related("report__sealed", "report__signal", "referral__shared")


def find_entry(viewer: Viewer, reference: str) -> DeskEntry | None:
    return called(viewer, reference).first()


def find_signal(viewer: Viewer, reference: str) -> Signal | None:
    """A signal of the viewer's organisation, where the viewer may know of a report in it."""
    known = entries(viewer).filter(report__signal=OuterRef("pk"))
    found = Signal.objects.filter(organisation=viewer.organisation, reference=reference)
    return found.filter(Exists(known)).first()


def handled(viewer: Viewer) -> QuerySet[DeskEntry]:
    """The reports that the viewer's organisation handles, and may pass on."""
    return entries(viewer).filter(ground="handling")


def received_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """What was passed on to the viewer, also after it is over: then nothing of the report."""
    if not viewer.has("coordinator") or viewer.person is None:
        return Referral.objects.none()
    found = Referral.objects.filter(receiver=viewer.organisation)
    for_viewer = Q(for_named=False) | Exists(_named(viewer.person, OuterRef("pk")))
    return found.filter(for_viewer).exclude(report__in=kept_from(viewer))


def sent_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """What was passed on of the reports that the viewer's organisation handles now."""
    return Referral.objects.filter(report__in=handled(viewer).values("report"))


def referrals_called(viewer: Viewer, reference: str) -> QuerySet[Referral]:
    """The one of this name, received or sent, with which of the two."""
    same = {"pk": OuterRef("pk")}
    found = Referral.objects.filter(reference=reference).annotate(
        is_received=Exists(received_referrals(viewer).filter(**same)),
        is_sent=Exists(sent_referrals(viewer).filter(**same)),
    )
    return found.filter(Q(is_received=True) | Q(is_sent=True))


def corrections(viewer: Viewer) -> QuerySet[Correction]:
    """What the viewer must hear about a status that the viewer's organisation had."""
    if not viewer.has("coordinator") or viewer.person is None:
        return Correction.objects.none()
    found = Correction.objects.filter(organisation=viewer.organisation)
    for_viewer = Q(referral=None) | Q(referral__for_named=False)
    for_viewer |= Q(Exists(_named(viewer.person, OuterRef("referral"))))
    return found.filter(for_viewer).exclude(report__in=kept_from(viewer))


def _named(person: int, referral: OuterRef) -> QuerySet[Recipient]:
    return Recipient.objects.filter(referral=referral, person=person)


def under_glass(viewer: Viewer, organisation: str) -> QuerySet[DeskEntry]:
    """What an organisation handles, for whoever broke the glass; never what is kept from them."""
    found = DeskEntry.objects.filter(organisation=organisation, ground="handling")
    glass = lasting_break_glasses(viewer).filter(organisation=organisation)
    return found.filter(Exists(glass)).exclude(report__in=kept_from(viewer))


def own_reports(viewer: Viewer) -> QuerySet[Report]:
    """What the viewer reported under the own name, also where it is kept from the organisation."""
    if viewer.person is None:
        return Report.objects.none()
    kept = Exclusion.objects.filter(person=viewer.person).values("report")
    own = Report.objects.filter(reporter=viewer.person, destroyed_on=None)
    return own.exclude(pk__in=kept)


def reports_of_programs(viewer: Viewer) -> QuerySet[Report]:
    """What programs of the viewer's organisation reported in its name, for those who report."""
    if not viewer.has("reporter") or viewer.person is None:
        return Report.objects.none()
    found = Report.objects.filter(
        channel__in=("api", "file"), reporter_organisation=viewer.organisation, destroyed_on=None
    )
    return found.exclude(pk__in=kept_from(viewer))


def _is_kept(viewer: Viewer) -> Q:
    """As `kept_from`, but asked of each report alone: a list never reads all that is kept."""
    of_report = Exclusion.objects.filter(report=OuterRef("report"))
    is_kept = Q(Exists(of_report.filter(organisation=viewer.organisation)))
    return is_kept | Q(Exists(of_report.filter(person=viewer.person)))


def kept_from(viewer: Viewer) -> QuerySet[Exclusion, int]:
    """The reports that the viewer must not know of, whatever else the viewer may."""
    return exclusions(viewer).values_list("report_id", flat=True)


def exclusions(viewer: Viewer) -> QuerySet[Exclusion]:
    """Those of the viewer's person and organisation."""
    excluded = Q(person=viewer.person) if viewer.person is not None else Q(pk=None)
    if viewer.organisation:
        excluded |= Q(organisation=viewer.organisation)
    return Exclusion.objects.filter(excluded)
