"""Who contributed and who did not, and what nobody estimates."""

from __future__ import annotations

import pytest
from tests.picture.desk import FIRST, Desk, cells, observation, overlap, reads, said, shown

from toevlucht.picture.tables import Count, Figure


class TestContributors:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("contributors"))
        row = [observation("1")]
        desk.receive("police", cut_off="2022-04-10", observations=row, nil=["watch"])
        desk.receive("police", observations=[observation("2")], nil=["counts"])
        desk.receive("media", observations=row)
        desk.receive("kmar", nil=["observations"])
        desk.receive("nla", cut_off="2022-04-25", observations=row)
        return desk.figure("contributors")

    def test_everybody_stands_there_who_was_asked_or_gave(self, figure: Figure) -> None:
        assert shown(figure, "contributed") == {
            "police": "yes",
            "kmar": "yes",
            "nla": "no",
            "ind": "no",
            "media": "yes",
        }
        assert shown(figure, "invited")["media"] == "no"

    def test_the_newest_day_and_all_nil_returns_are_told(self, figure: Figure) -> None:
        assert reads(figure, "police", "newest_cut_off") == "24 April 2022"
        assert "and" in reads(figure, "police", "nil_returns")
        assert reads(figure, "ind", "newest_cut_off") == "not supplied"
        assert reads(figure, "media", "nil_returns") == "–"

    def test_who_is_missing_is_named(self, figure: Figure) -> None:
        sentence = said(figure)
        assert sentence.startswith("Of 4 organisations that were asked, 2 did not contribute:")
        assert "Labour Authority" in sentence
        assert "police" not in sentence
        assert figure.organisations == 3

    def test_what_was_in_an_earlier_edition_is_no_contribution_to_this_one(
        self, desk: Desk
    ) -> None:
        early = [observation("1", known_on="2022-03-20")]
        desk.receive("police", cut_off="2022-03-24", observations=early)
        desk.receive("media", cut_off="2022-03-24", observations=early)
        desk.receive("kmar", cut_off="2022-03-25", nil=["observations"])
        asked = ["police", "kmar"]
        figure = desk.figure("contributors", FIRST, counting_mode="incremental", invited=asked)
        assert shown(figure, "contributed") == {"police": "no", "kmar": "yes"}
        assert reads(figure, "police", "newest_cut_off") == "not supplied"
        assert figure.organisations == 1

    def test_all_who_were_asked_contributed(self, desk: Desk) -> None:
        desk.receive("police", nil=["observations"])
        figure = desk.figure("contributors", invited=["police"])
        assert said(figure) == "All 1 organisations that were asked contributed."

    def test_of_a_reconstruction_nobody_is_said_to_have_kept_silent(self, desk: Desk) -> None:
        sentence = said(desk.figure("contributors", kind="reconstruction"))
        assert "did not contribute" not in sentence
        assert "no public statement" in sentence

    def test_of_an_exercise_with_contributions_of_its_own_it_says_who_did_not(
        self, desk: Desk
    ) -> None:
        assert "did not contribute" in said(desk.figure("contributors", kind="exercise"))


class TestTheHiddenNumber:
    def test_is_not_estimated_without_lists(self, desk: Desk) -> None:
        figure = desk.figure("hidden-number")
        assert figure.state == "not_computed"
        assert said(figure) == "Not estimated: no overlapping lists were supplied."

    def test_is_not_estimated_where_a_list_is_empty(self, desk: Desk) -> None:
        desk.receive(
            "comensha",
            overlap=[
                overlap("L-1", on_lists="police", count="40"),
                overlap("L-2", on_lists="shelters", count="30"),
                overlap("L-3", on_lists="police;shelters", count="12"),
                overlap("L-4", period_from="2020-01-01", period_to="2020-12-31", count="99"),
            ],
        )
        figure = desk.figure("hidden-number")
        assert said(figure).startswith("Not estimated: one of the lists is empty")
        found = list(cells(figure, "persons").values())
        assert Count(70, "person") in found
        assert Count(12, "person") in found
        assert Count(169, "person") not in found
