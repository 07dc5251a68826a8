"""The page on which a partner sends a file of reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from toevlucht.partners.access import desk_page
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.report_files import take_report_file
from toevlucht.signals.pages.table_files import TablePage, answer, template_answer
from toevlucht.signals.pages.unwatched import with_files
from toevlucht.signals.report_files import EXAMPLE, TABLE
from toevlucht.signals.table_files import template

PAGE = TablePage(
    TABLE, "signals/report_file.html", "report_files.taken", "report_files.again", "my-reports"
)


@with_files
@desk_page("reporter")
def send_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return answer(request, PAGE, lambda content: take_report_file(viewer, content))


@require_safe
@desk_page("reporter")
def file_template(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return template_answer(template(TABLE, [EXAMPLE]), "reports.csv")
