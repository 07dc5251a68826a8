"""The page on which a partner sends a file with what came of referrals that it received."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from toevlucht.partners.access import desk_page
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.status_files import take_status_file
from toevlucht.signals.pages.table_files import TablePage, answer, template_answer
from toevlucht.signals.pages.unwatched import with_files
from toevlucht.signals.queries.sharing import REASONS, live_received
from toevlucht.signals.status_files import STEPS, TABLE
from toevlucht.signals.table_files import template

PAGE = TablePage(
    TABLE,
    "signals/sharing/status_file.html",
    "passing_files.taken",
    "passing_files.again",
    "referrals",
    {
        "steps": STEPS,
        "reasons": [(step, REASONS[step], reasons) for step, reasons in STEPS.items() if reasons],
    },
)


@with_files
@desk_page("coordinator")
def send_status_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return answer(request, PAGE, lambda content: take_status_file(viewer, content))


@require_safe
@desk_page("coordinator")
def status_file_template(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """With a row for each referral that goes on, to fill in."""
    references = live_received(viewer)
    record_read(viewer, "referrals.listed", "referral", references)
    return template_answer(template(TABLE, [{"reference": one} for one in references]), "steps.csv")
