"""What rounds found by requirement: the newest added up, and no handful told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.picture.desk import Desk, Row, figure_of, said

from toevlucht.picture.building import build
from toevlucht.picture.tables import BarChart, Count, Figure, NotSupplied, Span

COUNTS = {
    "places": "60",
    "inspected": "40",
    "met": "20",
    "not_met": "10",
    "not_applicable": "10",
    "actions_open": "8",
}


def rounds(id: str, **changes: str) -> Row:
    return {
        "id": id,
        "known_on": "2022-04-20",
        "period_from": "2021-05-01",
        "period_to": "2022-04-30",
        "area": "GM0344",
        "requirement": "GOO-33",
        "origin": "own",
        "source": "register of rounds",
        **COUNTS,
        **changes,
    }


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("rounds"))
    desk.receive(
        "municipalities",
        inspections=[
            rounds("I-1", not_met="20", met="10", known_on="2022-04-01"),
            rounds("I-2", corrects="I-1"),
            rounds("I-3", area="GM0307"),
            rounds("I-4", area="GM0307", period_from="2021-02-01", period_to="2022-01-31"),
            rounds("I-5", requirement="GOO-01", met="37", not_met="2", not_applicable="1"),
            rounds("I-6", requirement="GOO-02", met=""),
            rounds("I-7", requirement="GOO-03", area="NL", period_to="2021-12-31"),
        ],
    )
    return desk.freeze()


@pytest.fixture(scope="module")
def figure(frozen: Path) -> Figure:
    return figure_of(frozen, "sight-by-requirement")


def places(value: int, **more: bool) -> Count:
    return Count(value, "location", below_national=True, **more)


def test_the_newest_of_each_municipality_is_added_up_by_requirement(figure: Figure) -> None:
    assert [row.id for row in figure.table.rows] == ["GOO-01", "GOO-02", "GOO-33"]
    found = [figure.table.cell("GOO-33", name) for name in COUNTS]
    assert found == [places(n) for n in (120, 80, 40, 20, 20, 16)]
    assert figure.table.cell("GOO-02", "met") == NotSupplied()
    assert [one.total[0] for one in figure.table.sums] == ["GOO-01", "GOO-33"]
    assert figure.organisations == 1


def test_sentence_and_chart_say_the_same(figure: Figure) -> None:
    assert "GOO-33 at 20 of 80 inspected" in said(figure)
    assert isinstance(figure.chart, BarChart)
    inspected, not_met = figure.chart.series
    assert [point.low for point in inspected.points] == [80, 40, 40]
    assert [point.low for point in not_met.points] == [20, 10, 2]


def test_nobody_finds_the_few_places_where_something_was_not_met(frozen: Path) -> None:
    public = figure_of(frozen, "sight-by-requirement", public=True)
    for name, value in {"not_met": 2, "not_applicable": 1}.items():
        shown = public.table.cell("GOO-01", name)
        assert isinstance(shown, Span)
        assert shown.low <= value < 4
    assert public.table.cell("GOO-33", "not_met") == places(20)


def test_it_stands_in_every_rendering_and_is_absent_where_nobody_supplied_it(
    frozen: Path, tmp_path: Path
) -> None:
    list(build(frozen, tmp_path / "with", ["nl"]))
    page = (tmp_path / "with/nl/index.html").read_text("utf-8")
    assert "GOO-33" in page
    assert "Zicht per eis" in page
    data = json.loads((tmp_path / "with/nl/edition.json").read_text("utf-8"))
    [one] = [figure for figure in data["figures"] if figure["id"] == "sight-by-requirement"]
    assert one["sources"]
    csv = (tmp_path / "with/nl/figures/sight-by-requirement.csv").read_text("utf-8")
    assert "GOO-33,GOO-33,not_met,Niet in orde,exact,20" in csv
    assert (tmp_path / "with/nl/edition.pdf").stat().st_size > 10_000

    nothing = Desk(tmp_path / "nothing").freeze()
    list(build(nothing, tmp_path / "without", ["nl"], pdf=False))
    with_empty = (tmp_path / "without/nl/index.html").read_text("utf-8")
    assert "sight-by-requirement" not in with_empty
    assert "sight-by-requirement" not in (tmp_path / "without/manifest.json").read_text("utf-8")
