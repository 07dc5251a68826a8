"""What every page on which a partner sends a file with a table has: its form, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.dictionary.model import Table
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.signals.table_files import MOST_BYTES, MOST_ROWS, FileProblem, Taken

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


@dataclass(frozen=True)
class TablePage:
    """Where a kind of file is sent: its page, what it says of what was taken, and what follows."""

    table: Table
    template: str
    taken: str
    again: str
    next: str
    more: Mapping[str, Any] = field(default_factory=dict)


def answer(request: HttpRequest, page: TablePage, take: Callable[[bytes], Taken]) -> HttpResponse:
    """The form, or what was wrong with the file; where all is right the next page says so."""
    form = TableFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return _page(request, page, form)
    done = take(form.cleaned_data["file"])
    if done.problems:
        return _page(request, page, form, done.problems)
    language = reader_language()
    text = language.say(page.taken, n=done.new)
    if done.again:
        text += " " + language.say(page.again, n=done.again)
    messages.success(request, text)
    return redirect(page.next)


def _page(
    request: HttpRequest,
    page: TablePage,
    form: TableFileForm,
    problems: Sequence[FileProblem] = (),
) -> HttpResponse:
    surroundings = {"form": form, "columns": page.table.names, "most": MOST_ROWS, **page.more}
    if problems:
        surroundings |= {"problems": _told(problems[:SHOWN]), "count": len(problems)}
    status = 400 if form.errors or problems else 200
    return render(request, page.template, surroundings, status=status)


def template_answer(content: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _told(problems: Sequence[FileProblem]) -> list[dict[str, object]]:
    language = reader_language()
    return [{"row": one.row, "column": one.column, "text": one.text(language)} for one in problems]
