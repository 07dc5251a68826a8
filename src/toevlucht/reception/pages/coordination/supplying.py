"""Supply figures by a form or by a file, and read all that was ever supplied of a municipality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.rules import Refused
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.reception.actions.supplying import (
    Said,
    Supplied,
    WrongFigures,
    begin_ledger,
    end_ledger,
    supply,
)
from toevlucht.reception.circles import circle_of
from toevlucht.reception.doubts import Doubt
from toevlucht.reception.figures import NUMBERS
from toevlucht.reception.forms.coordination import FiguresForm
from toevlucht.reception.forms.files import TableFileForm, suffix_of
from toevlucht.reception.pages.coordination import shown
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.overview import figures_of
from toevlucht.reception.queries.supplied import ON_A_PAGE, revisions, to_supply
from toevlucht.reception.supplied_files import (
    COLUMNS,
    FORMATS,
    read_figure_file,
    template,
)
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer


@desk_page("coordinator")
def supply_figures(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What is doubted is asked, and sent when it is said to be right."""
    municipalities = _own(viewer)
    today = {"counted_on": timezone.localdate(), "municipality": request.GET.get("area", "")}
    form = FiguresForm(municipalities, request.POST or None, initial=today)
    doubts: Sequence[Doubt] = ()
    if form.is_valid():
        answer = _sent(viewer, form)
        if answer and answer.taken:
            messages.success(request, said("coordination.done.supplied", n=answer.taken))
            return redirect("figures", form.cleaned_data["municipality"])
        if answer:
            doubts = answer.doubts[0]
            form = FiguresForm(municipalities, _asked(request))
    surroundings = {
        "form": form,
        "several": len(municipalities) > 1,
        "doubts": [reader_language().message(one.message) for one in doubts],
    }
    status = 400 if form.is_bound and (form.errors or doubts) else 200
    return render(request, "reception/coordination/supply.html", surroundings, status=status)


def _asked(request: HttpRequest) -> QueryDict:
    """What was typed, with the box that says that it is right."""
    typed = request.POST.copy()
    typed["asked"] = "1"
    return typed


def _sent(viewer: Viewer, form: FiguresForm) -> Supplied | None:
    """Nothing where something is wrong; the form says what."""
    is_certain = bool(form.cleaned_data.get("is_certain"))
    try:
        return supply(viewer, [form.said()], viewer.channel, is_certain)
    except WrongFigures as wrong:
        for one in wrong.wrong[0]:
            field = one.name if one.name in form.fields else None
            form.add_error(field, reader_language().message(one.message))
    return None


class FigureFileForm(TableFileForm):
    """What is doubted in it may be said to be right."""

    is_certain = forms.BooleanField(
        label=said("coordination.field.is_certain"),
        help_text=said("coordination.hint.is_certain"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = said("coordination.hint.file")


@desk_page("coordinator")
def supply_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All of it, or nothing: everything that is wrong or doubted is told with its row."""
    _own(viewer)
    form = FigureFileForm(request.POST or None, request.FILES or None)
    surroundings: dict[str, Any] = {"form": form, "columns": [one.name for one in COLUMNS]}
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return render(
            request, "reception/coordination/supply_file.html", surroundings, status=status
        )
    given = form.cleaned_data["file"]
    today = timezone.localdate()
    read = read_figure_file(given.read(), suffix_of(given.name), areas, today)
    told: dict[str, Any] = {}
    if read.problem_count:
        told = {"problems": _problems(read.problems), "count": read.problem_count}
    else:
        rows = [number for number, _ in read.rows]
        told = _taken(viewer, [one for _, one in read.rows], rows, form.cleaned_data["is_certain"])
    if "taken" in told:
        messages.success(request, said("coordination.done.supplied", n=told["taken"]))
        return redirect("own-figures")
    surroundings |= told
    return render(request, "reception/coordination/supply_file.html", surroundings, status=400)


def _taken(
    viewer: Viewer, all_said: Sequence[Said], rows: Sequence[int], is_certain: bool
) -> dict[str, Any]:
    try:
        answer = supply(viewer, all_said, "file", is_certain)
    except WrongFigures as wrong:
        found = _by_row(wrong.wrong, rows)
        return {"problems": found, "count": len(found)}
    if answer.doubts:
        return {"doubts": _by_row(answer.doubts, rows)}
    return {"taken": answer.taken}


def _by_row(found: Mapping[int, Sequence[Any]], rows: Sequence[int]) -> list[dict[str, object]]:
    spoken = reader_language()
    return [
        {"row": rows[place], "column": one.name, "text": spoken.message(one.message)}
        for place, told in sorted(found.items())
        for one in told
    ]


def _problems(found: Iterable[Any]) -> list[dict[str, object]]:
    tag = reader_language().tag
    return [
        {"row": one.row, "column": one.column, "text": f"{one.what(tag)} {one.mend(tag)}"}
        for one in found
    ]


@desk_page("coordinator")
def file_template(request: HttpRequest, viewer: Viewer, suffix: str) -> HttpResponse:
    """With a row for each own municipality, of today."""
    if suffix not in FORMATS:
        raise Http404
    today = timezone.localdate().isoformat()
    rows: list[dict[str, object]] = [{"area": one, "counted_on": today} for one in _own(viewer)]
    response = HttpResponse(template(suffix, rows), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="figures.{suffix}"'
    return response


@desk_page("coordinator", "reader", "editor", "approver")
def list_revisions(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Everything that was ever supplied of a municipality; what was corrected stays to be read."""
    if not circle_of(viewer).reads(area, timezone.localdate()):
        raise missing(viewer, "figures.read", "area", area)
    wanted = request.GET.get("before", "")
    found = revisions(viewer, area, int(wanted) if wanted.isdecimal() else 0)
    record_read(viewer, "figures.read", "area", [area])
    spoken, names = reader_language(), names_of_organisations()
    rows = found[:ON_A_PAGE]
    surroundings = {
        "area": area,
        "name": name_of_area(area),
        "numbers": NUMBERS,
        "rows": [
            (
                one,
                shown.moment_of(figures_of(one), spoken),
                names.get(one.organisation, one.organisation),
                [(name, getattr(one, name)) for name in NUMBERS],
            )
            for one in rows
        ],
        "more": rows[-1].pk if len(found) > ON_A_PAGE else None,
    }
    return render(request, "reception/coordination/revisions.html", surroundings)


@require_POST
@desk_page("coordinator")
def keep_ledger(request: HttpRequest, viewer: Viewer, step: str) -> HttpResponse:
    """From today the ledger says it, or no longer."""
    try:
        if step == "begin":
            begin_ledger(viewer, timezone.localdate())
        else:
            end_ledger(viewer)
    except Refused as refused:
        messages.error(request, reader_language().message(refused.message))
    else:
        messages.success(request, said("coordination.done.ledger"))
    return redirect("own-figures")


def _own(viewer: Viewer) -> list[str]:
    found = to_supply(viewer)
    if not found:
        raise NotAllowed("figures.supplied", "area", (circle_of(viewer).area or "none",))
    return found
