"""What every page on which a partner sends a file with a table has: its form, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toevlucht.dictionary.model import Table
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.signals.table_files import MOST_BYTES, MOST_ROWS, FileProblem

SHOWN = 200  # problems


class TableFileForm(forms.Form):
    """One file."""

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


def sent_form(request: HttpRequest) -> TableFileForm:
    """Empty on the first look."""
    return TableFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))


def table_page(
    request: HttpRequest,
    template: str,
    table: Table,
    form: TableFileForm,
    problems: Sequence[FileProblem] = (),
) -> HttpResponse:
    """The form, with what was wrong with the file that was sent."""
    surroundings: dict[str, Any] = {"form": form, "columns": table.names, "most": MOST_ROWS}
    if problems:
        surroundings |= {"problems": _told(problems[:SHOWN]), "count": len(problems)}
    status = 400 if form.errors or problems else 200
    return render(request, template, surroundings, status=status)


def template_answer(content: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _told(problems: Sequence[FileProblem]) -> list[dict[str, object]]:
    language = reader_language()
    return [{"row": one.row, "column": one.column, "text": one.text(language)} for one in problems]
