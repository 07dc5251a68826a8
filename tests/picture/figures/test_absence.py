"""What finding nothing is worth: how much can be there all the same, and what it would take."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.desk import Desk, cells, figure_of, said, watch

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.figures.sensitivity import sensitivities
from toevlucht.picture.tables import Count, Figure, NotComputed, RangeChart, Span
from toevlucht.statistics.absence import Sensitivity, Watch, places_needed, unseen


def watched(id: str, places: int, watching: int, weeks: str, **changes: str) -> dict[str, str]:
    numbers = {"places": str(places), "places_watching": str(watching), "weeks_watched": weeks}
    return watch(id, **numbers, **changes)


class TestThreeHundredPlaces:
    """Of 300 places 63 watched eight weeks, 20 only one."""

    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        desk = Desk(tmp_path_factory.mktemp("absence"))
        rows = [
            watched("W-1", 100, 60, "8"),
            watched("W-2", 150, 3, "8", area="VR17"),
            watched("W-3", 50, 20, "1", area="VR01"),
        ]
        desk.receive("veiligheidsberaad", watch=rows)
        return desk.freeze()

    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, frozen: Path) -> Figure:
        return figure_of(frozen, "absence", public=True)

    def test_have_the_bound_of_the_method(self, figure: Figure) -> None:
        believed = sensitivities().trained
        trained = Sensitivity.between(believed.low, believed.high, sensitivities().level)
        found = cells(figure, "number")
        assert found["reception.watching"] == Count(60, "location", at_least=True)
        bound = unseen(300, [Watch(60, 8, trained)]).places_bound
        assert found["reception.trained"] == Span(0, bound, "location")
        needed = places_needed(300, 15, 8, trained)
        assert found["reception.needed_places"] == Count(needed or 0, "location")

    def test_tell_less_the_less_people_see(self, figure: Figure) -> None:
        found = cells(figure, "number")
        highs = [
            cell.high or 0
            for name in ("highest", "trained", "lowest", "untrained")
            if isinstance(cell := found[f"reception.{name}"], Span)
        ]
        assert len(highs) == 4
        assert highs == sorted(highs)

    def test_draw_every_bound(self, figure: Figure) -> None:
        assert isinstance(figure.chart, RangeChart)
        assert [point.low for point in figure.chart.series[0].points] == [0, 0, 0, 0]

    def test_say_nothing_of_the_three_places_of_a_region(self, figure: Figure) -> None:
        """63 less the 60 of the other region would be three."""
        shown = [c.value for c in cells(figure, "number").values() if isinstance(c, Count)]
        assert 63 not in shown

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_say_both_ways_in_words(self, figure: Figure, tag: str) -> None:
        sentence = language(tag).message(figure.sentence)
        found = cells(figure, "number")
        bound, needed = found["reception.trained"], found["reception.needed_places"]
        assert isinstance(bound, Span)
        assert isinstance(needed, Count)
        for number in (60, 300, 8, bound.high, needed.value):
            assert str(number) in sentence


def test_few_places_are_never_enough(desk: Desk) -> None:
    desk.receive("veiligheidsberaad", watch=[watched("W-1", 20, 10, "1")])
    figure = desk.figure("absence")
    never = figure.table.cell("reception.needed_places", "number")
    assert isinstance(never, NotComputed)
    assert "Even if every place watches for 1 week" in said(figure)


def test_several_kinds_of_place_are_apart(desk: Desk) -> None:
    rows = [watched("W-1", 40, 30, "8"), watched("W-2", 10, 5, "3", place_kind="station")]
    desk.receive("veiligheidsberaad", watch=rows)
    figure = desk.figure("absence")
    english = language("en")
    labels = [english.write(p.label) for p in figure.chart.series[0].points]  # type: ignore[union-attr]
    assert len(set(labels)) == 8


@pytest.mark.parametrize(
    ("row", "because"),
    [
        (watch("W-1", places="40"), "Of no place is it known how long it has watched"),
        (watched("W-1", 9000, 800, "4"), "Not reckoned: too many places"),
        (watched("W-1", 40, 3, "4"), "Of no place is it known"),
    ],
)
def test_what_cannot_be_reckoned_says_so(desk: Desk, row: dict[str, str], because: str) -> None:
    desk.receive("veiligheidsberaad", watch=[row])
    figure = desk.figure("absence")
    assert figure.state == "not_computed"
    assert said(figure).startswith(because)


def test_without_watching_places_nothing_is_worth_anything(desk: Desk) -> None:
    figure = desk.figure("absence")
    assert figure.state == "empty"
    assert not figure.table.rows
