"""The desk where the centre plans what others get of a table, and where partners read theirs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.picture.actions import releasing as actions
from toevlucht.picture.forms.reasons import ReasonForm
from toevlucht.picture.forms.releases import ChooseForm
from toevlucht.picture.models.releases import PARTNERS, reference_of
from toevlucht.picture.pages.released_rows import said_epsilon, said_fraction, shown
from toevlucht.picture.queries import releases as queries
from toevlucht.picture.queries.renditions import READERS
from toevlucht.picture.released import told
from toevlucht.picture.releasing.files import CSV, csv_of
from toevlucht.picture.releasing.planning import Plan, planned_rows
from toevlucht.picture.releasing.told import column_name, row_name, title_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

PLANNERS = queries.PLANNERS


@require_safe
@desk_page(*PLANNERS, centre=True)
def tables(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Choose a table and a month; what is proposed, what went out, and what is left to spend."""
    chosen = ChooseForm(request.GET or None, queries.months_to_choose())
    if chosen.is_bound and chosen.is_valid():
        return redirect("plan-table", table=chosen.cleaned_data["table"], month=chosen.first_day())
    spoken = reader_language()
    proposed, released = list(queries.proposals(viewer)), list(queries.all_releases(viewer))
    references = {one.reference for one in proposed} | {one.reference for one in released}
    record_read(viewer, "tables.listed", "table", sorted(references))
    surroundings = {
        "form": chosen,
        "proposals": [(one, title_of(one.table, one.month, spoken)) for one in proposed],
        "releases": [(one, title_of(one.table, one.month, spoken)) for one in released],
        "spendings": queries.spendings(viewer),
    }
    status = 400 if chosen.errors else 200
    return render(request, "picture/releases/list.html", surroundings, status=status)


@require_safe
@desk_page(*PLANNERS, centre=True)
def plan(request: HttpRequest, viewer: Viewer, table: str, month: datetime.date) -> HttpResponse:
    """Exact numbers for inside, and what partners and the public would get of them."""
    return _plan_page(request, viewer, table, month)


def _plan_page(
    request: HttpRequest,
    viewer: Viewer,
    table: str,
    month: datetime.date,
    refusal: str = "",
    withdraw: tuple[str, ReasonForm] | None = None,
) -> HttpResponse:
    found = queries.find_table(viewer, table, month)
    if not found:
        raise missing(viewer, "table.planned", "table", f"{table}-{month:%Y-%m}")
    audience, filled = withdraw or ("", None)
    made = queries.planned(viewer, found, month)
    record_read(viewer, "table.planned", "table", [f"{table}-{month:%Y-%m}"])
    surroundings: dict[str, Any] = {
        "viewer": viewer,
        "table": found,
        "month": month,
        "title": title_of(table, month, reader_language()),
        "plan": made,
        "turns": [
            (
                one,
                filled if one.audience == audience else ReasonForm(auto_id=f"{one.audience}_%s"),
            )
            for one in queries.turns(viewer, table, month)
        ],
        "refusal": refusal,
        "withdraw": filled,
    }
    if made:
        surroundings |= _planned(made, month)
    status = 409 if refusal else 400 if filled else 200
    return render(request, "picture/releases/plan.html", surroundings, status=status)


def _planned(made: Plan, month: datetime.date) -> dict[str, Any]:
    spoken = reader_language()
    subject, cost = made.table.subject, made.public.cost
    columns = {code: column_name(code, spoken) for code in made.counted.frame.column_codes}
    rows = [
        (row_name(code, month, spoken), [(columns[one.column], one) for one in cells])
        for code, cells in planned_rows(made)
    ]
    return {
        "columns": list(columns.values()),
        "rows": rows,
        "giving_away": [
            f"{row}, {column}" for row, cells in rows for column, one in cells if one.gives_away
        ],
        "rho": said_fraction(cost),
        "year_epsilon": said_epsilon(subject.epsilon),
        "year": str(month.year),
        "tables_left": int(made.public.ledger.left / cost),
        "keeping": sum(one.keeping for one in made.counted.frame.rows),
    }


@require_POST
@desk_page(*PLANNERS, centre=True)
def propose(
    request: HttpRequest, viewer: Viewer, table: str, month: datetime.date, audience: str
) -> HttpResponse:
    act = partial(actions.propose, viewer, table, month, audience, request.POST.get("seen", ""))
    return _done(request, viewer, table, month, act, "proposed")


@require_POST
@desk_page(*PLANNERS, centre=True)
def decide(
    request: HttpRequest, viewer: Viewer, table: str, month: datetime.date, audience: str
) -> HttpResponse:
    act = partial(actions.decide, viewer, table, month, audience, request.POST.get("seen", ""))
    return _done(request, viewer, table, month, act, "released")


@require_POST
@desk_page(*PLANNERS, centre=True)
def drop(
    request: HttpRequest, viewer: Viewer, table: str, month: datetime.date, audience: str
) -> HttpResponse:
    act = partial(actions.drop, viewer, table, month, audience)
    return _done(request, viewer, table, month, act, "dropped")


@require_POST
@desk_page(*PLANNERS, centre=True)
def withdraw(
    request: HttpRequest, viewer: Viewer, table: str, month: datetime.date, audience: str
) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id=f"{audience}_%s")
    if not form.is_valid():
        return _plan_page(request, viewer, table, month, withdraw=(audience, form))
    act = partial(actions.withdraw, viewer, table, month, audience, form.reason())
    return _done(request, viewer, table, month, act, "withdrawn")


def _done(
    request: HttpRequest,
    viewer: Viewer,
    table: str,
    month: datetime.date,
    act: Callable[[], object],
    what: str,
) -> HttpResponse:
    """Back to the plan, with what was done or why it could not be."""
    try:
        act()
    except actions.NotReleased as refused:
        return _plan_page(request, viewer, table, month, reader_language().message(refused.message))
    messages.success(request, reader_language().say(f"releases.done.{what}"))
    return redirect("plan-table", table=table, month=month)


@require_safe
@desk_page(*READERS)
def for_partners(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    spoken = reader_language()
    found = list(queries.partners_tables(viewer))
    record_read(viewer, "table.read", "table", [one.reference for one in found])
    surroundings = {"tables": [(one, title_of(one.table, one.month, spoken)) for one in found]}
    return render(request, "picture/releases/for_partners.html", surroundings)


@require_safe
@desk_page(*READERS)
def partners_table(
    request: HttpRequest, viewer: Viewer, table: str, month: datetime.date
) -> HttpResponse:
    found = queries.find_release(queries.partners_tables(viewer), table, month)
    if not found:
        raise missing(viewer, "table.read", "table", _reference(table, month))
    record_read(viewer, "table.read", "table", [found.reference])
    surroundings = {"release": found, **shown(told(found))}
    return render(request, "picture/releases/partners_table.html", surroundings)


@require_safe
@desk_page(*READERS)
def partners_file(
    request: HttpRequest, viewer: Viewer, table: str, month: datetime.date
) -> HttpResponse:
    found = queries.find_release(queries.partners_tables(viewer), table, month)
    if not found or found.is_withdrawn:
        raise missing(viewer, "table.downloaded", "table", _reference(table, month))
    record_read(viewer, "table.downloaded", "table", [found.reference])
    content = csv_of(told(found), reader_language().tag)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{table}-{month:%Y-%m}-green-{CSV}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _reference(table: str, month: datetime.date) -> str:
    return reference_of(table, month, PARTNERS)
