"""The page on which a partner sends a file of reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.report_files import take_report_file
from toevlucht.signals.pages.table_files import sent_form, table_page, template_answer
from toevlucht.signals.pages.unwatched import with_files
from toevlucht.signals.report_files import EXAMPLE, TABLE
from toevlucht.signals.table_files import template

PAGE = "signals/report_file.html"


@with_files
@desk_page("reporter")
def send_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = sent_form(request)
    if not form.is_valid():
        return table_page(request, PAGE, TABLE, form)
    taken = take_report_file(viewer, form.cleaned_data["file"])
    if taken.problems:
        return table_page(request, PAGE, TABLE, form, taken.problems)
    language = reader_language()
    text = language.say("report_files.taken", n=taken.new)
    if taken.again:
        text += " " + language.say("report_files.again", n=taken.again)
    messages.success(request, text)
    return redirect("my-reports")


@require_safe
@desk_page("reporter")
def file_template(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return template_answer(template(TABLE, [EXAMPLE]), "reports.csv")
