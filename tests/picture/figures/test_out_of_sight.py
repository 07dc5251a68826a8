"""Out of sight is a range that holds, or a reason why there is none; never a guess."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.picture.desk import Desk, cells, reads, reception, registration, said

from toevlucht.picture.figures.out_of_sight import out_of_sight
from toevlucht.picture.tables import Count, Figure, NotComputed, RangeChart, Span

persons = st.integers(0, 200_000)
# Nobody, or too many to be protected.
unprotected = st.just(0) | st.integers(5, 200_000)
maybe = st.none() | persons


def reason(cell: object) -> str:
    assert isinstance(cell, NotComputed)
    return cell.reason.key.rpartition(".")[2]


class TestTheRange:
    def test_is_who_is_registered_less_who_is_housed(self) -> None:
        assert out_of_sight(1000, 600, None, None, None) == Span(400, None, "person")
        assert out_of_sight(1000, 600, 100, None, None) == Span(300, None, "person")

    def test_has_an_upper_limit_only_where_somebody_stated_one(self) -> None:
        assert out_of_sight(1000, 600, 100, 900, 1200) == Span(300, 500, "person")
        assert out_of_sight(1000, 600, 100, 900, None) == Span(300, None, "person")

    def test_is_not_computed_where_registration_lags(self) -> None:
        assert reason(out_of_sight(5620, 13_000, None, None, None)) == "lags"

    def test_uses_a_stated_estimate_where_registration_lags(self) -> None:
        assert out_of_sight(5620, 13_000, None, 15_000, None) == Span(2000, None, "person")

    def test_is_not_computed_without_occupation_or_registration(self) -> None:
        assert reason(out_of_sight(1000, None, 50, None, None)) == "no_occupation"
        assert reason(out_of_sight(None, 600, 50, None, None)) == "no_registration"

    def test_of_a_handful_starts_at_zero(self) -> None:
        assert out_of_sight(604, 600, None, None, None) == Span(0, None, "person")
        assert out_of_sight(605, 600, None, None, None) == Span(5, None, "person")

    def test_is_not_carried_by_registered_people_who_have_left(self) -> None:
        """More are registered than can be present: the register is no lower limit then."""
        assert out_of_sight(1000, 600, None, None, 700) == Span(0, 100, "person")
        assert out_of_sight(1000, 600, None, 650, 700) == Span(50, 100, "person")

    def test_is_not_computed_where_more_are_housed_than_can_be_present(self) -> None:
        assert reason(out_of_sight(1000, 600, 200, None, 700)) == "contradicts"

    @pytest.mark.parametrize("few", [1, 4])
    def test_is_not_computed_from_a_handful(self, few: int) -> None:
        """Whoever knows the other numbers would read the handful off the difference."""
        assert reason(out_of_sight(few, 600, 50, None, None)) == "small"
        assert reason(out_of_sight(1000, few, 50, None, None)) == "small"
        assert reason(out_of_sight(1000, 600, few, None, None)) == "small"
        assert reason(out_of_sight(1000, 600, few, 900, 1200)) == "small"

    def test_is_computed_from_nobody_and_from_five(self) -> None:
        assert out_of_sight(1000, 0, 0, None, None) == Span(1000, None, "person")
        assert out_of_sight(1000, 600, 5, None, None) == Span(395, None, "person")

    @given(maybe, maybe, maybe, maybe, maybe)
    def test_never_turns_round_and_never_falls_below_zero(
        self,
        registered: int | None,
        in_places: int | None,
        hosted: int | None,
        low: int | None,
        high: int | None,
    ) -> None:
        if low is not None and high is not None:
            low, high = min(low, high), max(low, high)
        found = out_of_sight(registered, in_places, hosted, low, high)
        if isinstance(found, Span):
            assert found.low >= 0
            assert found.high is None or found.low <= found.high
            assert (found.high is None) == (high is None)
        else:
            assert isinstance(found, NotComputed)

    @given(unprotected, persons, unprotected)
    def test_is_not_computed_whenever_registration_lags(
        self, registered: int, more: int, hosted: int
    ) -> None:
        in_places = registered + more + 1
        assume(in_places >= 5)
        found = out_of_sight(registered, in_places, hosted, None, None)
        assert reason(found) == "lags"

    @given(persons, persons, persons, persons, persons)
    def test_holds_whoever_is_out_of_sight(
        self, in_places: int, hosted: int, unseen: int, unregistered: int, doubt: int
    ) -> None:
        """Made up from who is where: the true number lies in the range."""
        present = in_places + hosted + unseen
        registered = max(0, present - unregistered)
        found = out_of_sight(
            registered, in_places, hosted, max(0, present - doubt), present + doubt
        )
        if isinstance(found, Span):
            assert found.high is not None
            assert found.low <= unseen <= found.high


class TestTheFigure:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("out-of-sight"))
        desk.receive(
            "jenv",
            reception=[
                reception(
                    "R-1",
                    counted_on="2022-03-22",
                    occupied="13000",
                    places="25000",
                    figure_precision="rounded",
                ),
                reception("R-2", occupied="600", places="900"),
                reception("R-3", counted_on="2022-04-02", known_on="2022-04-02", places="900"),
                reception("R-4", counted_on="2022-04-20", known_on="2022-04-20", occupied="700"),
                reception(
                    "R-5",
                    counted_on="2022-04-20",
                    known_on="2022-04-21",
                    occupied="710",
                    corrects="R-4",
                ),
                reception("R-6", area="VR13", occupied="55"),
            ],
            registrations=[
                registration(
                    "B-1", counted_on="2022-03-22", registered="5620", figure_precision="rounded"
                ),
                registration("B-2", registered="1000"),
                registration(
                    "B-3", counted_on="2022-04-02", known_on="2022-04-02", registered="1010"
                ),
                registration(
                    "B-4",
                    counted_on="2022-04-20",
                    known_on="2022-04-20",
                    registered="1200",
                    present_low="1100",
                    present_high="1500",
                ),
                registration("B-5", area="GM0363", registered="99"),
            ],
        )
        desk.receive(
            "red_cross",
            reception=[
                reception("H-1", reception_kind="hosted", occupied="50", counted_on="2022-03-28"),
                reception(
                    "H-2",
                    reception_kind="hosted",
                    occupied="90",
                    counted_on="2022-04-15",
                    known_on="2022-04-15",
                ),
            ],
        )
        return desk.figure("out-of-sight", public=True)

    def test_has_a_row_for_each_day_of_the_country(self, figure: Figure) -> None:
        found = cells(figure, "out_of_sight")
        assert list(found) == ["2022-03-22.1", "2022-04-01.2", "2022-04-02.3", "2022-04-20.4"]
        assert reason(found["2022-03-22.1"]) == "lags"
        assert found["2022-04-01.2"] == Span(350, None, "person")
        assert reason(found["2022-04-02.3"]) == "no_occupation"
        assert found["2022-04-20.4"] == Span(400, 700, "person")

    def test_never_shows_a_partners_own_id(self, figure: Figure) -> None:
        assert not any("jenv" in row.id or "B-" in row.id for row in figure.table.rows)

    def test_counts_only_hosts_that_were_known_by_then(self, figure: Figure) -> None:
        hosted = cells(figure, "hosted")
        assert hosted["2022-04-01.2"] == Count(50, "person")
        assert hosted["2022-04-20.4"] == Count(90, "person")
        assert reads(figure, "2022-03-22.1", "hosted") == "not supplied"

    def test_says_of_a_rounded_number_that_it_is(self, figure: Figure) -> None:
        assert reads(figure, "2022-03-22.1", "registered") == "about 5,620 people"
        assert reads(figure, "2022-03-22.1", "occupied") == "about 13,000 people"

    def test_tells_the_newest_range(self, figure: Figure) -> None:
        assert said(figure) == "On 20 April 2022: 400 to 700 people."
        assert isinstance(figure.chart, RangeChart)
        points = figure.chart.series[0].points
        assert [(point.low, point.high) for point in points] == [(350, None), (400, 700)]

    def test_is_behind_two_organisations(self, figure: Figure) -> None:
        assert figure.organisations == 2

    def test_of_22_march_says_why_there_is_none(self, desk: Desk) -> None:
        desk.receive(
            "jenv",
            reception=[reception("R-1", counted_on="2022-03-22", occupied="13000")],
            registrations=[registration("B-1", counted_on="2022-03-22", registered="5620")],
        )
        figure = desk.figure("out-of-sight")
        assert (figure.state, figure.chart) == ("not_computed", None)
        assert "registration lags behind" in said(figure)
        assert "5,620" in said(figure)
        assert "13,000" in said(figure)

    def test_of_a_handful_gives_no_difference_that_tells_how_many(self, desk: Desk) -> None:
        """With 1,000 registered and 600 in places, 397 out of sight would be three with hosts."""
        desk.receive(
            "jenv",
            reception=[
                reception("R-1", occupied="600"),
                reception("H-1", reception_kind="hosted", occupied="3"),
            ],
            registrations=[registration("B-1", registered="1000")],
        )
        figure = desk.figure("out-of-sight", public=True)
        assert figure.table.cell("2022-04-01.1", "hosted") == Span(1, 4, "person")
        assert reason(figure.table.cell("2022-04-01.1", "out_of_sight")) == "small"
        assert (figure.state, figure.chart) == ("not_computed", None)
        assert "so few people" in said(figure)
        assert "397" not in said(figure)

    def test_of_exact_numbers_tells_an_exact_lower_limit(self, desk: Desk) -> None:
        desk.receive(
            "jenv",
            reception=[reception("R-1", occupied="600")],
            registrations=[registration("B-1", registered="1037")],
        )
        sentence = said(desk.figure("out-of-sight"))
        assert "1 April 2022" in sentence
        assert "437 people" in sentence
        assert "How many are really out of sight is not known." in sentence

    def test_of_a_rounded_number_tells_no_lower_limit_more_precise(self, desk: Desk) -> None:
        desk.receive(
            "jenv",
            reception=[reception("R-1", occupied="600", figure_precision="rounded")],
            registrations=[registration("B-1", registered="1037")],
        )
        assert "about 400 people" in said(desk.figure("out-of-sight"))

    def test_of_two_sources_for_one_day_takes_the_newest_always(self, desk: Desk) -> None:
        rows = [reception(f"R-{n}", occupied=str(n), known_on="2022-04-02") for n in range(10, 60)]
        newest = reception("R-00", occupied="600", known_on="2022-04-09")
        desk.receive(
            "jenv",
            reception=[newest, *rows],
            registrations=[registration("B-1", registered="1000")],
        )
        figure = desk.figure("out-of-sight")
        assert figure.table.cell("2022-04-01.1", "occupied") == Count(600, "person")

    def test_of_a_limit_gives_no_limit_that_does_not_follow(self, desk: Desk) -> None:
        """At least 600 in places: how many less than 1,000 that leaves, nobody can say."""
        desk.receive(
            "jenv",
            reception=[reception("R-1", occupied="600", figure_precision="at_least")],
            registrations=[registration("B-1", registered="1000")],
        )
        found = desk.figure("out-of-sight").table.cell("2022-04-01.1", "out_of_sight")
        assert found == Span(0, None, "person")

    def test_says_that_nobody_supplied_registrations(self, desk: Desk) -> None:
        figure = desk.figure("out-of-sight")
        assert not figure.table.rows
        assert "cannot be computed" in said(figure)


def test_what_comes_from_who_is_present_is_not_said_of_the_registered(desk: Desk) -> None:
    """5,620 registered and 13,000 housed: only the statement of 15,000 present gives a limit."""
    here = {"counted_on": "2022-03-22", "known_on": "2022-03-23"}
    desk.receive(
        "jenv",
        reception=[reception("R-1", **here, area="NL", places="", occupied="13000")],
        registrations=[
            registration("B-1", **here, registered="5620", present_low="15000"),
        ],
    )
    sentence = said(desk.figure("out-of-sight"))
    assert "registered" not in sentence
    assert "at least 2,000" in sentence
