"""The hidden number: never one number where two could as well be said, and no small count in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.picture.desk import Desk, cells, figure_of, overlap, said

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.figures import hidden_rows
from toevlucht.picture.figures.trust_settings import HIDDEN
from toevlucht.picture.rendering.cells import words
from toevlucht.picture.tables import Count, Figure, NotComputed, RangeChart, Span

# Persons on each combination of lists of the Dutch national rapporteur: I, K, O, P, R and Z
# (van Dijk, Cruyff, van der Heijden and Kragten-Heerdink 2017), as the methods' papers use it.
DUTCH = {
    "I;O;P": 4, "I;O": 1, "I;P;Z": 4, "I;P": 18, "I;R": 3, "I;Z": 16, "I": 352, "K;O": 1,
    "K;P": 44, "K;Z": 4, "K": 1299, "O;P;R": 2, "O;P;Z": 7, "O;P": 59, "O;R": 2, "O;Z": 57,
    "O": 403, "P;R;Z": 1, "P;R": 82, "P;Z": 125, "P": 4466, "R;Z": 2, "R": 650, "Z": 632,
}  # fmt: skip
THREE = {"A": 200, "B": 150, "C": 120, "A;B": 60, "A;C": 50, "B;C": 40, "A;B;C": 20}


@pytest.fixture(scope="module", autouse=True)
def a_second_for_beliefs() -> Iterator[None]:
    """What the Bayesian methods say is tested beside the methods; here, where it stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hidden_rows, "HIDDEN", replace(HIDDEN, bayesian_seconds=1))
        yield


def rows(lists: str, counts: dict[str, int], **changes: str) -> list[dict[str, str]]:
    return [
        overlap(f"L-{number}", lists=lists, on_lists=on, count=str(count), **changes)
        for number, (on, count) in enumerate(counts.items())
    ]


def frozen(folder: Path, lists: str, counts: dict[str, int], **changes: str) -> Path:
    desk = Desk(folder)
    desk.receive("comensha", overlap=rows(lists, counts, **changes))
    return desk.freeze()


class TestTheDutchTable:
    @pytest.fixture(scope="class")
    @classmethod
    def figures(cls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figure]:
        folder = tmp_path_factory.mktemp("dutch")
        public = frozen(folder / "p", "I;K;O;P;R;Z", DUTCH, origin="publication")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(hidden_rows, "HIDDEN", HIDDEN)
            return {"public": figure_of(public, "hidden-number", public=True)}

    @pytest.mark.parametrize(
        ("tag", "both"),
        [
            ("nl", "zegt 116.667, en een model dat bijna even goed past zegt 43.585"),
            ("en", "says 116,667, and a model that fits nearly as well says 43,585"),
            ("uk", "дає 116 667, а модель, що підходить майже так само, дає 43 585"),
        ],
    )
    def test_says_two_numbers_in_one_breath_and_gives_none(
        self, figures: dict[str, Figure], tag: str, both: str
    ) -> None:
        sentence = language(tag).message(figures["public"].sentence).replace("\xa0", " ")
        assert both in sentence.replace("\u202f", " ")

    def test_draws_and_lists_both(self, figures: dict[str, Figure]) -> None:
        found = cells(figures["public"], "persons")
        assert found["estimate.best"] == Count(116_667, "possible_victim", about=True)
        assert found["estimate.otherwise"] == Count(43_585, "possible_victim", about=True)
        assert words(found["estimate.verdict"], language("en")) == "Give no number"
        assert isinstance(found["estimate.thresholding"], Count)
        graphs = found["estimate.decomposable_graphs"]
        assert graphs == Count(145_706, "possible_victim", about=True)
        left_out = found["estimate.latent_classes"]
        assert isinstance(left_out, NotComputed)
        assert "the chains find different numbers" in language("en").message(left_out.reason)
        chart = figures["public"].chart
        assert isinstance(chart, RangeChart)
        assert [point.low for point in chart.series[0].points][:2] == [116_667, 43_585]


class TestSmallOverlaps:
    def test_give_partners_an_estimate_and_the_public_none(self, tmp_path: Path) -> None:
        own = frozen(tmp_path, "A;B;C", THREE | {"A;B;C": 3}, origin="own")
        partners = figure_of(own, "hidden-number")
        assert "estimate.best" in cells(partners, "persons")
        public = figure_of(own, "hidden-number", public=True)
        assert not [row for row in cells(public, "persons") if row.startswith("estimate")]
        assert public.chart is None
        assert "partners do see it" in said(public).lower()
        assert cells(public, "persons")["3.deterministic"] == Span(1, 4, "person")

    def test_are_no_matter_where_all_are_large(self, tmp_path: Path) -> None:
        figure = figure_of(
            frozen(tmp_path, "A;B;C", THREE, origin="own"), "hidden-number", public=True
        )
        assert figure.state == "complete"
        assert {"estimate.all", "estimate.interval", "estimate.without.B"} <= set(
            cells(figure, "persons")
        )


class TestTwoLists:
    def test_allow_a_range_only(self, tmp_path: Path) -> None:
        two = frozen(tmp_path, "A;B", {"A": 80, "B": 40, "A;B": 20})
        figure = figure_of(two, "hidden-number", public=True)
        assert "only two lists" in said(figure)
        found = cells(figure, "persons")
        assert isinstance(found["estimate.odds_ratio.2"], Span)
        assert "estimate.best" not in found


@pytest.mark.parametrize(
    ("lists", "counts", "because"),
    [
        ("A", {"A": 30}, "there is only one list"),
        ("A;B", {"A": 30, "B": 20}, "nobody is on more than one list"),
        ("A;B;C", {"A": 30, "A;B": 20}, "one of the lists is empty"),
        ("A;B;C;D;E;F;G", {"A": 30, "A;B": 20}, "there are more than six lists"),
    ],
)
def test_what_cannot_be_estimated_says_why(
    tmp_path: Path, lists: str, counts: dict[str, int], because: str
) -> None:
    figure = figure_of(frozen(tmp_path, lists, counts), "hidden-number", public=True)
    assert figure.state == "not_computed"
    assert because in said(figure)
    assert isinstance(figure.table.cell("estimate.verdict", "persons"), NotComputed)
    for tag in LANGUAGES:
        assert language(tag).message(figure.sentence)


def test_the_same_rows_give_the_same_numbers(tmp_path: Path) -> None:
    folder = frozen(tmp_path, "A;B;C", THREE)
    assert figure_of(folder, "hidden-number").table == figure_of(folder, "hidden-number").table
