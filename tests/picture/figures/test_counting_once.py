"""What the ladder adds up and what it never does: each story has a form of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from tests.picture.desk import Desk, Row, cells, figure_of, observation, total

from toevlucht.dictionary import dictionary
from toevlucht.picture.tables import Cell, Count, Figure, Listed, Mentioned, Several

ABROAD = {"level": "european", "country": "EU"}
ONE_CASE = {"case_id": "CASE-{form}", "counting_unit": "case", "rung": "incident"}
LATER = {"known_on": "2022-04-12"}
ZERO = {"count": "0", "zero_kind": "none_found"}
VAGUE = {"count_kind": "not_stated", "count": ""}


@dataclass(frozen=True)
class Story:
    """Rows of one form, and the numbers of the ladder by level, rung and unit."""

    name: str
    numbers: Mapping[str, Cell]
    police: tuple[Row, ...] = ()
    kmar: tuple[Row, ...] = ()
    totals: tuple[Row, ...] = ()
    europe: Mapping[str, Cell] = field(default_factory=dict)


def reports(number: int, **more: bool) -> dict[str, Cell]:
    return {"national.report.report": Count(number, "report", **more)}


STORIES = (
    Story(
        "reports are added up",
        reports(3),
        police=(observation("1"), observation("2", count="2")),
    ),
    Story(
        "reports and persons never become one number",
        reports(1) | {"national.report.person": Count(9, "person")},
        police=(observation("1"), observation("2", counting_unit="person", count="9")),
    ),
    Story(
        "rungs and levels stay apart",
        reports(1)
        | {
            "national.signal.report": Count(1, "report"),
            "regional.report.report": Count(1, "report"),
        },
        police=(
            observation("1"),
            observation("2", rung="signal"),
            observation("3", level="regional"),
        ),
    ),
    Story(
        "a risk condition is no possible trafficking",
        {},
        police=(observation("1", subject="risk_condition"),),
    ),
    Story(
        "Europe is never added to the country",
        reports(1),
        police=(observation("1"), observation("2", **ABROAD, count="15")),
        europe={"european.report.report": Count(15, "report")},
    ),
    Story(
        "a row that another sums up is in its sum",
        reports(5),
        police=(observation("1"), observation("2", count="2")),
        kmar=(observation("3", count="5", summarises="police/{form}-1;police/{form}-2"),),
    ),
    Story(
        "a total sums up the statements that it names, and no others",
        reports(8),
        police=(observation("1"), observation("2")),
        totals=(total("3", count="7", summarises="{form}-1"),),
    ),
    Story(
        "a summary without a number hides no number",
        {"national.report.report": Listed((Count(4, "report"), Several("report")))},
        police=(
            observation("1", count="4"),
            observation("2", count_kind="several", count="", summarises="{form}-1"),
        ),
    ),
    Story(
        "a European total does not empty the national ladder",
        reports(4),
        police=(observation("1", count="4"),),
        kmar=(observation("2", **ABROAD, count="20", summarises="police/{form}-1"),),
        europe={"european.report.report": Count(20, "report")},
    ),
    Story(
        "what corrects a row in a sum is in the sum as well",
        reports(9),
        police=(
            observation("1", count="2"),
            observation("2", count="3", corrects="{form}-1"),
            observation("3", count="9", summarises="{form}-1"),
        ),
    ),
    Story(
        "what is refuted stays in sight beside a sum",
        reports(9) | {"national.refuted.report": Count(1, "report")},
        police=(
            observation("1"),
            observation("2", rung="refuted", corrects="{form}-1"),
            observation("3", count="9", summarises="{form}-1"),
        ),
    ),
    Story(
        "the case of two organisations counts once, at its latest rung",
        {"national.investigation.case": Count(1, "case")},
        police=(observation("1", **ONE_CASE),),
        kmar=(observation("2", **ONE_CASE | LATER | {"rung": "investigation"}),),
    ),
    Story(
        "a case that was refuted later is a refuted case",
        {"national.refuted.case": Count(1, "case")},
        police=(observation("1", **ONE_CASE),),
        kmar=(observation("2", **ONE_CASE | LATER | {"rung": "refuted"}),),
    ),
    Story(
        "a case that Europe names later stays in the national ladder",
        {"national.incident.case": Count(1, "case")},
        police=(observation("1", **ONE_CASE),),
        kmar=(observation("2", **ONE_CASE | LATER | ABROAD),),
        europe={"european.incident.case": Count(1, "case")},
    ),
    Story(
        "of two statements of one day the case stands at the higher rung",
        {"national.investigation.case": Count(1, "case")},
        police=(observation("1", **ONE_CASE),),
        kmar=(observation("2", **ONE_CASE | {"rung": "investigation"}),),
    ),
    Story(
        "a new total since the beginning replaces the old one",
        reports(8),
        totals=(
            total("1", count="5", period_to="2022-03-20", known_on="2022-03-21"),
            total("2", count="8", period_to="2022-04-20", known_on="2022-04-21"),
        ),
    ),
    Story(
        "totals of men and of women stand beside each other",
        reports(7),
        totals=(total("1", count="5", sex="male"), total("2", count="2", sex="female")),
    ),
    Story(
        "a correction stands in the place of what it corrects",
        reports(5),
        police=(
            observation("1", count="6"),
            observation("2", count="4", corrects="{form}-1"),
            observation("3", count="5", corrects="{form}-2"),
        ),
    ),
    Story(
        "a total is corrected as a statement is",
        reports(3),
        totals=(total("1", count="5"), total("2", count="3", corrects="{form}-1")),
    ),
    Story(
        "a refuted statement counts as refuted only",
        {"national.refuted.report": Count(1, "report")},
        police=(observation("1", rung="incident"),),
        kmar=(observation("2", rung="refuted", corrects="police/{form}-1"),),
    ),
    Story(
        "zero is a finding with its kind",
        {"national.report.report": Count(0, "report", zero_kind="none_found")},
        police=(observation("1", **ZERO),),
    ),
    Story(
        "who found some outweighs who found none",
        reports(2),
        police=(observation("1", **ZERO),),
        kmar=(observation("2", count="2"),),
    ),
    Story(
        "none found stands beside what another says there was",
        {
            "national.report.report": Listed(
                (Count(0, "report", zero_kind="none_found"), Mentioned(1))
            )
        },
        police=(observation("1", **ZERO),),
        kmar=(observation("2", **VAGUE),),
    ),
    Story(
        "none found stands beside the several of another",
        {
            "national.report.report": Listed(
                (Count(0, "report", zero_kind="none_found"), Several("report"))
            )
        },
        police=(observation("1", **ZERO),),
        kmar=(observation("2", count_kind="several", count=""),),
    ),
    Story(
        "at least stays at least when more is added",
        reports(5, at_least=True),
        police=(observation("1", count_kind="at_least", count="4"), observation("2")),
    ),
    Story(
        "about stays about",
        reports(21, about=True),
        police=(observation("1", count_kind="about", count="20"), observation("2")),
    ),
    Story(
        "several is no number",
        {"national.report.report": Several("report")},
        police=(observation("1", count_kind="several", count=""),),
    ),
    Story(
        "said without a number stays without one",
        {"national.report.report": Mentioned(2)},
        police=(observation("1", **VAGUE), observation("2", **VAGUE)),
    ),
    Story(
        "a number and a vague statement beside it are both told",
        {"national.report.report": Listed((Count(8, "report"), Mentioned(1)))},
        police=(observation("1", count="8"),),
        kmar=(observation("2", **VAGUE),),
    ),
    Story(
        "what was known before the period is not in it",
        reports(1),
        police=(observation("1", known_on="2022-02-23"), observation("2", known_on="2022-02-24")),
    ),
)
FORMS = dictionary().code_list("form").names
CHAPTERS = [STORIES[first : first + len(FORMS)] for first in range(0, len(STORIES), len(FORMS))]


def of_form(rows: tuple[Row, ...], form: str) -> list[Row]:
    """The rows under ids of their own: the stories do not meet."""
    told = [{name: value.format(form=form) for name, value in row.items()} for row in rows]
    return [row | {"form": form, "id": f"{form}-{row['id']}"} for row in told]


@pytest.fixture(scope="module")
def ladders(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Figure, Figure]]:
    """The national and the European ladder of each chapter of stories."""
    found = []
    for chapter in CHAPTERS:
        desk = Desk(tmp_path_factory.mktemp("stories"))
        told = list(zip(chapter, FORMS, strict=False))
        desk.receive(
            "police",
            cut_off="2022-04-23",
            observations=[row for story, form in told for row in of_form(story.police, form)],
            counts=[row for story, form in told for row in of_form(story.totals, form)],
        )
        kmar = [row for story, form in told for row in of_form(story.kmar, form)]
        desk.receive("kmar", observations=kmar)
        frozen = desk.freeze()
        found.append((figure_of(frozen, "ladder-national"), figure_of(frozen, "ladder-european")))
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_that(ladders: list[tuple[Figure, Figure]], story: Story) -> None:
    chapter, place = divmod(STORIES.index(story), len(FORMS))
    national, european = (numbers_of(figure, FORMS[place]) for figure in ladders[chapter])
    assert national == story.numbers
    assert european == story.europe


def numbers_of(figure: Figure, form: str) -> dict[str, Cell]:
    """The numbers of one form by level, rung and unit."""
    split = {tuple(row.split(".")): cell for row, cell in cells(figure, "number").items()}
    return {
        f"{level}.{rung}.{unit}": cell
        for (level, of, rung, unit), cell in split.items()
        if of == form
    }


def test_a_zero_is_no_statement_of_something_seen(ladders: list[tuple[Figure, Figure]]) -> None:
    chapter, place = divmod(named("zero is a finding with its kind"), len(FORMS))
    row = f"national.{FORMS[place]}.report.report"
    assert ladders[chapter][0].table.cell(row, "statements") == Count(0, "statement")


def named(name: str) -> int:
    return next(number for number, story in enumerate(STORIES) if story.name == name)
