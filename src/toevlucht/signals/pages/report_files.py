"""The page on which a partner sends a file of reports."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.report_files import take_report_file
from toevlucht.signals.pages.unwatched import with_files
from toevlucht.signals.report_files import COLUMNS, MOST_BYTES, MOST_ROWS, FileProblem, template

SHOWN = 200  # problems


class ReportFileForm(forms.Form):
    """One CSV file."""

    file = forms.FileField(
        label=said("report_files.form.file"), help_text=said("report_files.form.file_help")
    )

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                said("report_files.problem.too_large", most=MOST_BYTES >> 20)
            )
        content: bytes = given.read()
        return content


@with_files
@desk_page("reporter")
def send_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ReportFileForm(*((request.POST, request.FILES) if is_sent else ()))
    surroundings = {"form": form, "columns": COLUMNS, "most": MOST_ROWS}
    if not is_sent or not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "signals/report_file.html", surroundings, status=status)
    taken = take_report_file(viewer, form.cleaned_data["file"])
    if taken.problems:
        told = {"problems": _told(taken.problems[:SHOWN]), "count": len(taken.problems)}
        return render(request, "signals/report_file.html", surroundings | told, status=400)
    language = reader_language()
    text = language.say("report_files.taken", n=taken.new)
    if taken.again:
        text += " " + language.say("report_files.again", n=taken.again)
    messages.success(request, text)
    return redirect("my-reports")


@require_safe
@desk_page("reporter")
def file_template(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    response = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return response


def _told(problems: Iterable[FileProblem]) -> list[dict[str, object]]:
    language = reader_language()
    return [
        {
            "row": one.row,
            "column": one.column,
            "text": language.say(f"report_files.problem.{one.kind}", **one.values),
        }
        for one in problems
    ]
