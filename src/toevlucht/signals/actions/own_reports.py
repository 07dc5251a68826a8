"""Report while logged in: under the own name, for somebody who phoned, or as if nobody was."""

from __future__ import annotations

from collections.abc import Sequence

from toevlucht.partners.models import Organisation
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.records.work import work_apart
from toevlucht.signals.actions.conversing import add_message_from_reporter
from toevlucht.signals.actions.receiving import Way, receive_report
from toevlucht.signals.actions.reporting import Sent, Told, attach_what_can_be, report_unnamed
from toevlucht.signals.form_tokens import FormToken
from toevlucht.signals.models import Message, Report
from toevlucht.signals.policy import own_reports
from toevlucht.signals.reporters import holder_of

ROLES = ("reporter", "coordinator")
ORIGINS = {"police": "police", "border_police": "police", "municipality": "reporter"}
ORIGINS |= {"aid": "reporter", "": "reporter"}
OF_OTHERS = "partner"


def report_named(
    viewer: Viewer, told: Told, form: FormToken, by_phone: bool = False
) -> tuple[Report, bool]:
    """The reporter reads the answer on the desk; of who phoned nothing is known but the words.

    Also whether its files were kept.
    """
    _must_report(viewer)
    way = Way(
        channel="phone" if by_phone else "desk",
        origin="public" if by_phone else _origin(viewer),
        language=told.language,
        is_unnamed=False,
        token=form.once,
    )
    report = receive_report(viewer, told.telling, way)
    return report, attach_what_can_be(report, told.files, viewer=viewer)


def report_without_name(viewer: Viewer, told: Told, form: FormToken) -> Sent:
    """The same as on the public page: nothing tells that somebody was logged in."""
    _must_report(viewer)
    with work_apart():
        return report_unnamed(told, form, is_held=False)


def add_to_own_report(
    viewer: Viewer, reference: str, text: str, form: FormToken, files: Sequence[GivenFile] = ()
) -> Message:
    """An `IntegrityError` on the token says that it was added before."""
    report = own_reports(viewer).filter(reference=reference).first()
    if report is None or not text.strip():
        raise NotAllowed("report.added_to", "report", (reference,))
    key = custody.open_key(report.record, holder_of(report))
    return add_message_from_reporter(report, key, text.strip(), form.once, files, viewer)


def _must_report(viewer: Viewer) -> None:
    if viewer.person is None or not viewer.has(*ROLES):
        raise NotAllowed("report.received", "report")


def _origin(viewer: Viewer) -> str:
    kind = Organisation.objects.values_list("kind", flat=True).get(code=viewer.organisation)
    return ORIGINS.get(kind, OF_OTHERS)
