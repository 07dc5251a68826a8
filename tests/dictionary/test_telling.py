"""How problems are told: all counted, a fair choice shown, short, in order, for machines too."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import pytest
from tests.dictionary.contributions import (
    TODAY,
    row,
    workbook,
    write_csv,
    write_manifest,
    write_parquet,
)

from toevlucht.dictionary import Code, dictionary
from toevlucht.dictionary.checking import Limits, Problem, ProblemCode, check_contribution
from toevlucht.dictionary.checking.problems import quoted


def test_all_are_counted_and_as_many_as_asked_are_shown(good: Path) -> None:
    rows = [row("observations", id=f"A-{n}", form="?", rung="?") for n in range(500)]
    write_csv(good, "observations", *rows)
    answer = check_contribution(good, today=TODAY, limits=Limits(shown=50))
    assert answer.problem_count == 1000
    assert len(answer.problems) == 50


def test_a_rare_problem_is_shown_among_a_thousand_of_another_kind(good: Path) -> None:
    rows = [row("observations", id=f"A-{n}", known_on="24-03-2022") for n in range(1000)]
    rows[900]["form"] = "?"
    write_csv(good, "observations", *rows)
    answer = check_contribution(good, today=TODAY)
    assert len(answer.problems) == 200
    assert [p.row for p in answer.problems if p.column == "form"] == [902]


def test_distinct_bad_values_beyond_the_limit_are_counted_too(good: Path) -> None:
    rows = [row("observations", id=f"A-{n}", form=f"x{n}") for n in range(300)]
    write_csv(good, "observations", *rows)
    answer = check_contribution(good, today=TODAY, limits=Limits(shown=10))
    assert answer.problem_count == 300
    assert [p.row for p in answer.problems] == list(range(2, 12))


def test_rows_are_counted_as_a_text_editor_counts_lines(good: Path) -> None:
    first = row("observations", id="A-1", summary="One line\nand another.")
    write_csv(good, "observations", first, row("observations", id="A-2", form="?"))
    assert [p.row for p in check_contribution(good, today=TODAY).problems] == [4]


def test_problems_stand_in_the_order_of_the_file(good: Path) -> None:
    write_csv(
        good,
        "observations",
        row("observations", id="A-1", summary="=1"),
        row("observations", id="A-2", form="?", rung="?"),
    )
    problems = check_contribution(good, today=TODAY).problems
    assert [(p.row, p.column) for p in problems] == [(2, "summary"), (3, "form"), (3, "rung")]


def test_a_machine_gets_codes_and_values(good: Path) -> None:
    write_csv(good, "observations", row("observations", form="labor"))
    told = json.loads(json.dumps(check_contribution(good, today=TODAY).as_json()))
    assert told["accepted"] is False
    assert told["problems"] == [
        {
            "code": "unknown_code",
            "file": "observations.csv",
            "sheet": None,
            "row": 2,
            "column": "form",
            "value": "labor",
            "values": {
                "hint": {"key": "checking.hint.nearest", "values": {"suggestion": "labour"}}
            },
        }
    ]


def test_a_quoted_value_is_short_and_on_one_line() -> None:
    assert quoted("a" * 61) == "a" * 59 + "…"
    assert quoted("one\ntwo\x07\u202e") == "one two"
    assert quoted("a" * 60) == "a" * 60


def test_values_with_braces_are_told_as_they_are() -> None:
    problem = Problem(ProblemCode.NOT_A_DATE, "watch.csv", row=2, column="known_on", value="{0}")
    assert "'{0}' is not a date" in problem.message("en")


def test_the_dutch_message_reads_as_a_sentence() -> None:
    problem = Problem(
        ProblemCode.LOCAL_DATE,
        "observations.csv",
        row=17,
        column="known_on",
        value="24-03-2022",
        values={"iso": "2022-03-24"},
    )
    assert problem.message("nl") == (
        "bestand observations.csv, regel 17, kolom known_on: '24-03-2022' is geen datum in de"
        " afgesproken vorm. Schrijf 2022-03-24, als dat de bedoelde dag is."
    )


@pytest.mark.parametrize(("known_on", "count"), [("2022-04-24", 0), ("2022-03-23", 1)])
def test_a_code_counts_from_the_day_it_was_valid(good: Path, known_on: str, count: int) -> None:
    whole = dictionary()
    started = datetime.date(2022, 4, 1)
    form = whole.code_list("form")
    codes = tuple(
        dataclasses.replace(c, valid_from=started) if c.code == "sexual" else c for c in form.codes
    )
    dated = dataclasses.replace(form, codes=(*codes, Code("later", valid_from=started)))
    later = dataclasses.replace(whole, code_lists={**whole.code_lists, "form": dated})
    changes = {"known_on": known_on, "source_published_on": "", "form": "sexual"}
    write_csv(good, "observations", row("observations", **changes))
    problems = check_contribution(good, today=TODAY, dictionary=later).problems
    assert [p.code for p in problems] == [ProblemCode.CODE_NOT_VALID_THEN] * count


def test_all_faults_of_a_contribution_are_told_at_once(tmp_path: Path) -> None:
    write_manifest(tmp_path, organisation='"nobody"')
    write_csv(tmp_path, "observations", row("observations", form="?"))
    write_csv(tmp_path, "watch", row("watch", people_trained="600"))
    (tmp_path / "extra.pdf").write_bytes(b"%PDF")
    found = {(p.file, p.code) for p in check_contribution(tmp_path, today=TODAY).problems}
    assert found == {
        ("contribution.toml", ProblemCode.UNKNOWN_CODE),
        ("observations.csv", ProblemCode.UNKNOWN_CODE),
        ("watch.csv", ProblemCode.PART_ABOVE_WHOLE),
        ("extra.pdf", ProblemCode.UNSUPPORTED_FORMAT),
    }


def test_a_table_of_too_many_rows_is_refused(good: Path) -> None:
    rows = [row("observations", id=f"A-{n}") for n in range(20)]
    write_csv(good, "observations", *rows)
    write_parquet(good, "watch", *[row("watch", id=f"W-{n}") for n in range(20)])
    workbook([row("counts", id=f"C-{n}") for n in range(20)]).save(good / "counts.xlsx")
    limits = Limits(rows=10, workbook_rows=10)
    problems = check_contribution(good, today=TODAY, limits=limits).problems
    found = {(p.file, p.code) for p in problems}
    files = ("observations.csv", "watch.parquet", "counts.xlsx")
    assert found == {(file, ProblemCode.TOO_MANY_ROWS) for file in files}
