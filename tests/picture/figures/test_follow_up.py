"""What became of reports: months added up, corrected ones once, and no handful told apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.picture.desk import Desk, Row, figure_of, said

from toevlucht.picture.figures import FIGURES
from toevlucht.picture.snapshot import open_snapshot
from toevlucht.picture.tables import BarChart, Count, Figure, NotSupplied, Protected, Share, Span

COUNTS = {
    "received": "40",
    "acknowledged_in_time": "30",
    "acted_in_a_day": "10",
    "acted_in_a_week": "25",
    "acted_on": "32",
    "referred": "16",
    "taken_up": "10",
    "answered": "20",
    "closed": "22",
    "closed_no_indications": "12",
    "closed_helped_otherwise": "10",
    "closed_investigation": "0",
    "closed_care_given": "0",
    "closed_merged": "0",
    "closed_too_little": "0",
    "closed_refuted": "0",
    "closed_not_for_us": "0",
}


def month(id: str, **changes: str) -> Row:
    return {
        "id": id,
        "known_on": "2022-04-20",
        "month": "2022-03-01",
        "area": "NL",
        "origin": "own",
        "source": "register of reports",
        **COUNTS,
        **changes,
    }


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("followed"))
    desk.receive(
        "municipalities",
        follow_up=[
            month("F-1", area="GM0344", received="90", known_on="2022-04-01"),
            month("F-2", area="GM0344", corrects="F-1"),
            month("F-3", area="GM0344", month="2022-04-01"),
            month("F-4", area="GM0307"),
            month("F-5", area="GM0307", month="2022-01-01"),
        ],
    )
    desk.receive("nla", follow_up=[month("F-1")])
    return desk.freeze()


@pytest.fixture(scope="module")
def figure(frozen: Path) -> Figure:
    return figure_of(frozen, "follow-up")


def number(figure: Figure, step: str) -> object:
    return figure.table.cell(step, "number")


def of_reports(value: int, **more: bool) -> Count:
    return Count(value, "report", below_national=True, **more)


def test_months_of_the_period_are_added_up_and_a_corrected_one_counts_once(figure: Figure) -> None:
    """Four months of forty: two of Utrecht, one of Amersfoort, one of the inspectorate."""
    assert number(figure, "received") == of_reports(160)
    assert number(figure, "acted_in_a_week") == of_reports(100)
    assert number(figure, "closed_no_indications") == of_reports(48)
    assert figure.organisations == 2


def test_shares_are_of_what_was_received(figure: Figure) -> None:
    assert figure.table.cell("answered", "share_of_received") == Share(Decimal("0.500"))
    assert figure.table.cell("closed", "share_of_received") == Share(Decimal("0.550"))


def test_the_sentence_and_the_chart_say_the_same(figure: Figure) -> None:
    assert said(figure).startswith("Organisations that shared this received 160 reports.")
    assert "Passed on to a partner: 64" in said(figure)
    assert isinstance(figure.chart, BarChart)
    assert [point.low for point in figure.chart.series[0].points][:2] == [160, 120]


def test_the_reasons_make_up_what_was_closed(figure: Figure) -> None:
    [reasons] = figure.table.sums
    assert sum(figure.table.cell(*part).value for part in reasons.parts) == 88


def test_nobody_finds_what_became_of_a_handful(desk: Desk) -> None:
    few = month("F-1", received="40", answered="38", referred="3", taken_up="1")
    desk.receive("nla", follow_up=[few])
    public = figure_of(desk.freeze(), "follow-up", public=True)
    for step, value in {"referred": 3, "taken_up": 1}.items():
        shown = number(public, step)
        assert isinstance(shown, Span)
        assert shown.low <= value < 4 <= (shown.high or 4)
    assert isinstance(public.table.cell("referred", "share_of_received"), Protected)
    answered = number(public, "answered")  # two were not, so that is not told either
    received = number(public, "received")
    assert isinstance(answered, Span) or isinstance(received, Span)
    if isinstance(received, Span):
        assert isinstance(public.table.cell("acted_on", "share_of_received"), Protected)


def test_what_somebody_left_out_makes_a_lower_limit(desk: Desk) -> None:
    desk.receive("nla", follow_up=[month("F-1"), month("F-2", month="2022-04-01", answered="")])
    figure = desk.figure("follow-up")
    assert number(figure, "answered") == of_reports(20, at_least=True)
    assert figure.table.cell("answered", "share_of_received") == NotSupplied()


def test_nobody_supplied_it_and_an_edition_frozen_before_holds_no_such_table(desk: Desk) -> None:
    frozen = desk.freeze()
    assert figure_of(frozen, "follow-up").state == "empty"
    (frozen / "tables" / "follow_up.parquet").unlink()
    kind = next(kind for kind in FIGURES if kind.id == "follow-up")
    with open_snapshot(frozen) as snapshot:
        assert not kind.find(snapshot).table.rows
