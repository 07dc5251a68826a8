"""Figure by figure: which cells change without a contribution, and what its owner may see of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.picture.contributing.test_fates import contributed
from tests.picture.desk import Desk, observation, total

from toevlucht.picture.fates import Contributed
from toevlucht.picture.figures import FIGURES
from toevlucht.picture.tracing import changes, kept_for_owner

# Enough of the figures to follow a number; the desk's test follows one through all of them.
SOME = [one for one in FIGURES if one.id in ("ladder-national", "contributors")]
LABOUR = "national.labour.report.report"


def found(desk: Desk, organisation: str = "kmar") -> list[dict[str, Any]]:
    """The changes without this organisation's contribution; nothing was published."""
    return changes(desk.freeze(), contributed(desk, organisation), {}, kinds=SOME)


def cell(found: list[dict[str, Any]], row: str, column: str) -> dict[str, Any]:
    return next(c for c in found if c["id"] == row and c["column_id"] == column)


def test_a_number_is_shown_with_without_and_of_its_own_rows(desk: Desk) -> None:
    desk.receive("kmar", observations=[observation("K-1", count="3")])
    desk.receive("police", observations=[observation("P-1", count="4")])
    number = cell(found(desk), LABOUR, "number")
    assert number["with"]["en"] == "7 reports"
    assert number["without"]["en"] == "4 reports"
    assert number["own"]["en"] == "3 reports"


def test_every_figure_of_the_ladder_knows_who_contributed(desk: Desk) -> None:
    desk.receive("kmar", observations=[observation("K-1")])
    figures = {change["figure"] for change in found(desk)}
    assert {"ladder-national", "contributors"} <= figures


def test_a_contribution_that_nothing_uses_changes_nothing_but_who_contributed(desk: Desk) -> None:
    desk.receive("kmar", observations=[observation("K-1", known_on="2022-02-20")])
    desk.receive("police", observations=[observation("P-1")])
    figures = {change["figure"] for change in found(desk)}
    assert figures == {"contributors"}


def test_without_a_correction_the_corrected_row_stands_again(desk: Desk) -> None:
    desk.receive("kmar", cut_off="2022-04-20", observations=[observation("K-1", count="3")])
    desk.receive("police", observations=[observation("P-1", corrects="kmar/K-1", count="5")])
    number = cell(found(desk, "police"), LABOUR, "number")
    assert (number["with"]["en"], number["without"]["en"]) == ("5 reports", "3 reports")


def test_a_row_that_another_organisation_corrects_may_be_left_out(desk: Desk) -> None:
    desk.receive("kmar", cut_off="2022-04-20", observations=[observation("K-1", count="3")])
    desk.receive("police", observations=[observation("P-1", corrects="kmar/K-1", count="5")])
    number = [c for c in found(desk) if c["id"] == LABOUR and c["column_id"] == "number"]
    assert number == []  # it stood for nothing any more


def test_the_owner_sees_its_own_part_and_never_anybody_elses(desk: Desk) -> None:
    desk.receive("kmar", observations=[observation("K-1", count="3")])
    desk.receive("police", observations=[observation("P-1", count="4")])
    kept = kept_for_owner(found(desk))
    number = cell(kept, LABOUR, "number")
    assert number["own"]["en"] == "3 reports"
    assert not {"with", "without"} & number.keys()
    assert "7 reports" not in str(kept)
    assert "4 reports" not in str(kept)


def test_what_others_supplied_makes_no_difference_to_what_the_owner_sees(tmp_path: Path) -> None:
    """The same rows beside two worlds that differ in another's numbers only."""

    def seen(count: str) -> list[dict[str, Any]]:
        desk = Desk(tmp_path / count)
        own = [observation("K-1", count="3"), observation("K-2", form="sexual", count="2")]
        whole = [total("K-T", count="20", summarises="police/P-1", form="sexual")]
        desk.receive("kmar", observations=own, counts=whole)
        others = [observation("P-1", form="sexual", count=count), observation("P-2", count=count)]
        desk.receive("police", observations=others, cut_off="2022-04-20")
        return kept_for_owner(found(desk))

    one, other = seen("4"), seen("9")
    assert one == other
    assert one


def test_a_row_of_others_alone_does_not_even_show_its_name(desk: Desk) -> None:
    desk.receive("kmar", cut_off="2022-04-20", observations=[observation("K-1", form="sexual")])
    desk.receive("police", observations=[observation("P-1", corrects="kmar/K-1", form="criminal")])
    every = found(desk, "police")
    assert any(change["id"].startswith("national.sexual") for change in every)
    kept = kept_for_owner(every)
    assert not any(change["id"].startswith("national.sexual") for change in kept)


def test_what_was_published_may_stand_beside_it(desk: Desk) -> None:
    desk.receive("kmar", observations=[observation("K-1", count="3")])
    texts = {"nl": "1 tot 4", "en": "1 to 4", "uk": "від 1 до 4"}
    published = {("ladder-national", LABOUR, "number"): texts}
    made = changes(desk.freeze(), contributed(desk, "kmar"), published, kinds=SOME)
    assert cell(kept_for_owner(made), LABOUR, "number")["published"] == texts


def test_a_nil_return_shows_in_who_contributed(desk: Desk) -> None:
    tables = ["observations", "counts"]
    desk.receive("kmar", nil=tables)
    every = [c for c in desk.checked() if c.manifest]
    manifest = every[0].manifest
    assert manifest is not None
    facts = {"organisation": "kmar", "nil": sorted(tables)}
    made = changes(desk.freeze(), Contributed("kmar", manifest.cut_off, facts, {}), {}, kinds=SOME)
    assert {change["figure"] for change in made} == {"contributors"}
