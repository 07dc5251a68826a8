"""What analysts elsewhere type: `estimate`, `alarms`, `absence`, their tables and their answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from toevlucht.cli import PLACES, main
from toevlucht.cli.histories import read_histories
from toevlucht.cli.sheets import WrongInput, whole
from toevlucht.cli.weeks import iso_week, read_weekly
from toevlucht.language import language
from toevlucht.statistics import systems_estimation
from toevlucht.statistics.aberration import bayesian, farrington
from toevlucht.statistics.systems_estimation import belief_reliability as beliefs
from toevlucht.statistics.systems_estimation import reliability
from toevlucht.statistics.systems_estimation.choosing import Stepwise
from toevlucht.statistics.systems_estimation.comparing import Believing
from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.reliability import assess
from toevlucht.statistics.systems_estimation.tables import CaptureHistories
from toevlucht.statistics.systems_estimation.thresholding import Thresholding

PLAIN = "police,shelter,visits,count\n1,0,0,60\n0,1,0,50\n0,0,1,70\n1,1,0,9\n1,0,1,5\n0,1,1,7\n"
HEAD = "A,B,C,count\n"
ALONE = ("--simulations", "0", "--bayesian-seconds", "0")
QUICK = ("--method", "stepwise", "--replicates", "20", *ALONE)


def called(*words: object, tag: str = "en") -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--language", tag])


def saved(folder: Path, text: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def asked(folder: Path, text: str | bytes, *options: str) -> Result:
    return called("estimate", saved(folder, text), *QUICK, *options)


def test_the_answer_for_machines_is_what_the_method_gives(tmp_path: Path) -> None:
    told = json.loads(asked(tmp_path, PLAIN, "--json", "--seed", "7").stdout)
    table = read_histories(saved(tmp_path, PLAIN))
    found = assess(table, Stepwise(), replicates=20, simulations=0, bayesian_seconds=0, seed=7)
    assert told["estimate"] == found.estimate
    assert [one["value"] for one in told["interval"]["limits"]] == [
        limit.value for limit in found.interval.limits
    ]
    assert (told["verdict"], told["reasons"]) == (found.verdict, list(found.reasons))
    assert told["settings"]["seed"] == 7
    assert len(told["linkage_error"]) == 9
    assert told["on_each_list"] == {"police": 74, "shelter": 66, "visits": 82}


@pytest.mark.parametrize(
    ("words", "method"),
    [
        (("decomposable-graphs", "--most-hidden", "300"), GraphAveraging(most_hidden=300)),
        (
            ("thresholding", "--prior-variance", "4", "--chains", "2", "--draws", "60"),
            Thresholding(prior_variance=4, chains=2, draws=60, seed=5),
        ),
        (
            (
                "latent-classes",
                "--classes",
                "2",
                "--chains",
                "2",
                "--draws",
                "50",
                "--seconds",
                "0",
            ),
            LatentClasses(classes=2, chains=2, draws=50, seconds=0, seed=5),
        ),
    ],
)
def test_a_belief_is_answered_with_its_own_interval_and_other_priors(
    tmp_path: Path, words: tuple[str, ...], method: Believing
) -> None:
    path = saved(tmp_path, PLAIN)
    asked_for = ("estimate", path, *ALONE, "--seed", 5, "--method", *words)
    told = json.loads(called(*asked_for, "--json").stdout)
    belief = method.fit(read_histories(path))
    low, high = belief.interval()
    assert told["estimate"] == belief.estimate
    assert told["interval"] == {"low": low, "high": high, "level": 0.95}
    assert len(told["priors"]) >= 3
    assert {"mass_at_edge", "r_hat"} & set(told["posterior"])
    assert set(told["reasons"]) <= {*beliefs.WEAK, *beliefs.FORBIDDING}
    assert told["settings"]["method"] == words[0]


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_what_speaks_against_a_belief_is_told_in_words(tmp_path: Path, tag: str) -> None:
    spoken = language(tag)
    told = called(
        *("estimate", saved(tmp_path, PLAIN), "--method", "decomposable-graphs"),
        *("--most-hidden", 130, *ALONE),
        tag=tag,
    ).stdout
    assert told.startswith(spoken.say("analysing.verdict.publish_no_number"))
    assert spoken.say("analysing.reason.grid_ends_too_soon") in told
    wrong = called("estimate", "table.csv", "--method", "best", "--chains", 4, tag=tag)
    assert wrong.exit_code == 2
    methods = "--method thresholding, --method latent-classes"
    assert spoken.say("calling.other_method", option="--chains", methods=methods) in wrong.stderr


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_people_read_verdict_and_range_before_any_method(tmp_path: Path, tag: str) -> None:
    told = called("estimate", saved(tmp_path, PLAIN), *QUICK, tag=tag)
    assert told.exit_code == 0
    assert told.stdout.startswith(language(tag).say("analysing.verdict.publish_no_number"))
    assert "docs/statistics-what-this-number-is-not.md" in told.stdout


@pytest.mark.parametrize(
    "changed",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t").replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.encode("utf-16"),
        "sep=;\n" + PLAIN.replace(",", ";").replace(";60", ";60,0"),
        PLAIN.replace("count", "Aantal").replace("60", '"60.0"') + "\n,,,\n",
        PLAIN.replace("1,1,0,9", "1,1,0,4\n1,1,0,5"),
    ],
)
def test_a_table_reads_the_same_however_a_spreadsheet_saved_it(
    tmp_path: Path, changed: str | bytes
) -> None:
    counts = read_histories(saved(tmp_path, PLAIN)).counts
    assert read_histories(saved(tmp_path, changed)).counts.tolist() == counts.tolist()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "1,0,0,-4\n", "Row 2, column count: '-4' is negative. A count is 0 or more."),
        (HEAD + "1,0,0,NaN\n", "Row 2, column count: 'NaN' is no number. Write 0"),
        (HEAD + "1,0,0,1.131\n", "Row 2, column count: '1.131' can be read in two ways."),
        (HEAD.replace(",", ";") + "1;0;0;1,5\n", "'1,5' can be read in two ways."),
        (HEAD + "1,0,0,1e9\n", "Row 2, column count: '1e9'. Write all digits of the number."),
        (HEAD + "1,0,0,many\n", "Row 2, column count: 'many' is not a whole number."),
        (HEAD + f"1,0,0,{'9' * 16}\n", "is too large for a count."),
        (HEAD + f"1,0,0,{'9' * 11}\n", "The counts together are too large."),
        (HEAD + "1,0,0,\n", "Row 2, column count: empty. Write 0"),
        (HEAD + "1,0,0,3\n1,0,x,3\n", "Row 3, column C: 'x'. Write 1 for on the list"),
        (HEAD + "0,0,0,3\n", "Row 2: on no list. Nobody counted these persons"),
        (HEAD + "1,0,3\n", "Row 2: 3 cells, but the header has 4."),
        ("A,A,count\n1,0,3\n", "Two columns are named 'A'."),
        ("A,,count\n1,0,3\n", "Column 2 has no name."),
        ("A,B\n1,0\n", "There must be one column with the number of persons."),
        (HEAD, "The file has no rows below its header."),
        (PLAIN.encode("utf-8") + b"\xff\n", "The file is not in UTF-8."),
        (b"PK\x03\x04\0\0", "The file is not a text."),
        (HEAD + '1,0,0,"' + "9" * 200_000 + '"\n', "The file cannot be read"),
    ],
)
def test_a_wrong_cell_is_named_with_what_mends_it(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    told = asked(tmp_path, text)
    assert told.exit_code == 1
    assert said in told.stderr
    assert told.stdout == ""


def test_a_file_that_is_not_there_and_a_list_that_is_not_there_are_named(tmp_path: Path) -> None:
    assert "The file cannot be read" in called("estimate", tmp_path / "none.csv").stderr
    told = asked(tmp_path, PLAIN, "--lists", "police,church")
    assert (told.exit_code, "There is no column 'church'." in told.stderr) == (1, True)
    many = ",".join(f"L{i}" for i in range(13))
    told = asked(tmp_path, f"{many},count\n{'1,' * 13}4\n")
    assert "The table has 13 lists; 1 to 12 are possible." in told.stderr


def test_problems_come_together_and_in_json_too(tmp_path: Path) -> None:
    told = asked(tmp_path, HEAD + "1,0,0,x\n" * 30, "--json")
    assert told.exit_code == 1
    problems = json.loads(told.stdout)["problems"]
    assert len(problems) == 21
    assert problems[-1] == "and 10 more problems that are not shown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A,count\n1,5\n", "one_list"),
        (HEAD + "1,0,0,0\n", "no_cases"),
        (HEAD + "1,0,0,9\n1,1,0,4\n0,1,0,3\n", "empty_list"),
        (HEAD + "1,1,0,9\n0,0,1,4\n1,1,1,2\n", "identical_lists"),
        (HEAD + "1,1,0,9\n1,0,1,4\n1,1,1,2\n", "list_holds_everyone"),
        (HEAD + "1,0,0,9\n0,1,0,4\n0,0,1,2\n", "no_overlap"),
        ("A,B,count\n1,0,9\n0,1,4\n", "no_overlap"),
    ],
)
def test_what_cannot_be_estimated_ends_with_a_code_of_its_own_and_no_file(
    tmp_path: Path, text: str, code: str
) -> None:
    output = tmp_path / "answer.json"
    told = asked(tmp_path, text, "--json", "--output", str(output))
    assert told.exit_code == 3
    assert json.loads(told.stdout)["cannot_be_estimated"]["code"] == code
    assert not output.exists()
    plain = asked(tmp_path, text)
    assert (plain.exit_code, plain.stdout) == (3, "")
    assert plain.stderr.startswith("This cannot be estimated, because ")


def test_two_lists_give_a_range_and_counts_of_a_thousand_million_an_estimate(
    tmp_path: Path,
) -> None:
    told = json.loads(asked(tmp_path, "A,B,count\n1,0,80\n0,1,40\n1,1,20\n", "--json").stdout)
    assert [one["estimate"] for one in told["two_lists"]] == [220, 300, 460]
    large = PLAIN.replace("60", "1000000000").replace("5\n", "5000000\n")
    told = json.loads(asked(tmp_path, large, "--json").stdout)
    assert told["estimate"] > told["observed"] > 1_000_000_000


def test_an_answer_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    output = tmp_path / "answer.txt"
    output.write_text("old")
    told = asked(tmp_path, PLAIN, "--output", str(output))
    assert (told.exit_code, told.stdout) == (0, "")
    assert output.read_text("utf-8").startswith("Publish no number")
    assert {path.name for path in tmp_path.iterdir()} == {"answer.txt", "table.csv"}
    told = asked(tmp_path, PLAIN, "--output", str(tmp_path / "none" / "answer.txt"))
    assert told.exit_code == 1
    assert "No such file or directory" in told.stderr


def problems_of(path: Path) -> list[str]:
    try:
        read_histories(path)
    except WrongInput as wrong:
        return wrong.told(language("en"))
    return []


CELLS = st.text(st.sampled_from("0123456789.,;-eE +'\"\n\tNaNxA\u00a0٣½"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(CELLS)
def test_a_count_is_read_as_it_stands_or_refused(text: str) -> None:
    value = whole(text)
    if isinstance(value, int):
        assert re.fullmatch(r"[0-9]+([.,]0{1,2})?", text)
        assert value == int(re.split("[.,]", text)[0])
    else:
        assert f"analysing.problem.{value}" in language("en").catalogue


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 1)] * 3, st.integers(0, 10**9)), min_size=1), st.data())
def test_what_was_written_comes_back_and_noise_only_ever_gives_problems(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, int, int]],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    seen = [row for row in rows if any(row[:3])] or [(1, 0, 0, 0)]
    text = HEAD + "".join(",".join(map(str, row)) + "\n" for row in seen)
    table = CaptureHistories.from_rows([row[:3] for row in seen], [row[3] for row in seen])
    assert read_histories(saved(folder, text)).counts.tolist() == table.counts.tolist()
    place = data.draw(st.integers(0, len(text)))
    assert all(problems_of(saved(folder, text[:place] + data.draw(CELLS) + text[place:])))


def weekly(length: int = 330, rise: int = 0) -> tuple[str, np.ndarray[Any, Any]]:
    chance = np.random.default_rng(3)
    counts = chance.poisson(4.0, (2, length))
    counts[1, -1] += rise
    days = np.datetime64("2019-01-07") + 7 * np.arange(length)
    rows = [
        f"{iso_week(day)},{name},{counts[i, week]},100000"
        for i, name in enumerate(("North", "South"))
        for week, day in enumerate(days)
    ]
    chance.shuffle(rows)
    return "week,series,count,population\n" + "\n".join(rows), counts


def test_alarms_are_those_of_the_method_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    text, counts = weekly(rise=20)
    told = json.loads(called("alarms", saved(tmp_path, text), "--json").stdout)
    weeks = read_weekly(saved(tmp_path, text))
    order = [weeks.names.index(name) for name in ("North", "South")]
    assert weeks.counts[order].tolist() == counts.tolist()
    rises = farrington(weeks.counts, weeks.days, weeks=range(326, 330))
    assert [one["bound"] for one in told["judged"]] == rises.bound.ravel().tolist()
    risen = [one for one in told["judged"] if one["alarm"]]
    assert [(one["series"], one["week"], one["sure"]) for one in risen] == [
        ("South", "2025-W18", True)
    ]
    assert risen[0]["observed_rate"] == risen[0]["observed"]
    words = called("alarms", saved(tmp_path, text)).stdout
    assert words.startswith("1 alarm in 2 series, up to week 2025-W18.")
    assert "(sure)" in words


def test_alarms_of_two_years_are_those_of_the_predictive_bound(tmp_path: Path) -> None:
    text, counts = weekly(rise=20)
    table = saved(tmp_path, text)
    told = json.loads(called("alarms", table, "--method", "bayesian", "--json").stdout)
    assert told["settings"]["years"] == 2
    bounds = bayesian(counts).bound[:, -4:]
    assert [one["bound"] for one in told["judged"]] == bounds.ravel().tolist()
    assert told["alarms"] == (counts[:, -4:] > bounds).sum() > 0
    assert called("alarms", table, "--method", "bayesian", "--years", 9).exit_code == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-W07,3\n2025-W09,1\n", "Week 2025-W08 of series 'table' is missing."),
        ("2025-W07,3\n2025-02-13,1\n", "Row 3: week 2025-W07 of this series stands in row 2"),
        ("2025-W54,3\n", "Row 2, column week: '2025-W54' is no week."),
        ("13-02-2025,3\n", "'13-02-2025' is no week. Write 2025-W07, or a day in it"),
        ("2025-W07,-1\n", "Row 2, column count: '-1' is negative."),
        ("0001-01-01,3\n2025-W07,1\n", "That is too long: look for a mistake in a year."),
    ],
)
def test_weeks_that_are_wrong_or_missing_are_named(tmp_path: Path, text: str, said: str) -> None:
    told = called("alarms", saved(tmp_path, "week,count\n" + text))
    assert told.exit_code == 1
    assert said in told.stderr


def test_an_empty_name_of_a_series_is_a_problem_and_no_series(tmp_path: Path) -> None:
    table = saved(tmp_path, "week,series,count\n2025-W07,North,3\n2025-W08,,1\n2025-W09,North,1\n")
    told = called("alarms", table, "--missing-is-zero")
    assert told.exit_code == 1
    assert told.stderr.startswith("Row 3, column series: empty. Write which series the row")


def test_short_series_are_judged_exactly_or_not_at_all(tmp_path: Path) -> None:
    short = saved(tmp_path, "week,count\n2025-W01,0\n2025-W08,0\n2025-W10,6\n")
    told = called("alarms", short, "--missing-is-zero", "--json")
    assert told.exit_code == 3
    assert json.loads(told.stdout)["cannot_be_estimated"]["code"] == "too_few_weeks"
    told = called("alarms", short, "--missing-is-zero", "--method", "recent")
    assert told.exit_code == 0
    assert "- table: up to week 2025-W10: 6 of 6 cases came in the last weeks" in told.stdout


def test_an_absence_says_what_is_still_possible_and_what_it_would_take() -> None:
    watch = ("--watch", 60, 12, 0.02, 0.1)
    told = json.loads(called("absence", "--places", 400, *watch, "--json").stdout)
    assert told["settings"]["affected"] == 4
    assert 4 < told["places_bound"] < 400
    assert told["places_needed"] is None
    words = called("absence", "--places", 400, *watch, "--affected", 200)
    assert words.stdout.startswith("60 of 400 places watched.\n0 affected places were found.")
    assert "For a chance of 95%, 15 places must watch" in words.stdout
    wrong = called("absence", "--places", 40, *watch)
    assert (wrong.exit_code, "60 places watch, but there are 40" in wrong.stderr) == (2, True)


def test_every_verdict_and_every_refusal_has_words() -> None:
    known = language("en").catalogue
    source = Path(systems_estimation.__path__[0])
    codes = set()
    for path in source.glob("*.py"):
        codes |= set(re.findall(r"NotEstimable\(\s*\"([a-z_]+)\"", path.read_text("utf-8")))
    assert {code for code in codes if f"analysing.because.{code}" not in known} == set()
    codes = {code for kind in (beliefs, reliability) for code in (*kind.WEAK, *kind.FORBIDDING)}
    assert {code for code in codes if f"analysing.reason.{code}" not in known} == set()


def test_no_site_and_no_settings_are_read() -> None:
    program = (
        "import sys; from toevlucht.cli import main; from toevlucht.cli.estimating import estimate;"
        "from toevlucht.cli.alarms import alarms; from toevlucht.cli.absence import absence;"
        "print([name for name in ('django', 'ibis', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


WATCHING = ("absence", "--places", "400", "--watch")


@pytest.mark.parametrize(
    "words",
    [
        ("estimate", "table.csv", "--within", "nan"),
        ("alarms", "table.csv", "--alpha", "nan"),
        ("alarms", "table.csv", "--false-share", "nan"),
        (*WATCHING, "10", "12", "1e-300", "1e-299"),
        (*WATCHING, "10", "inf", "0.02", "0.1"),
        (*WATCHING, "10", "12", "0.02", "0.1", "--cluster", "1e308"),
    ],
)
def test_a_number_that_is_none_or_beyond_all_bounds_is_refused_by_its_option(
    words: tuple[str, ...],
) -> None:
    told = called(*words)
    assert told.exit_code == 2
    assert re.match("--[a-z-]+ must be a ", told.stderr)


@pytest.mark.parametrize("tag", ["nl", "uk"])
@pytest.mark.parametrize(
    ("words", "key", "values"),
    [
        (("absense",), "no_command", {"name": "absense", "known": tuple(PLACES)}),
        (("absence", "--places", 400), "missing", {"name": "--watch"}),
        (("absence", "--place", 4), "no_option_but", {"name": "--place", "known": ("--places",)}),
        (("absence", "--places"), "wants_value", {"name": "--places"}),
        (
            ("absence", "--places", 0),
            "whole_between",
            {"name": "--places", "least": 1, "most": 50_000},
        ),
        (
            (*WATCHING, 1, 2, 0.3, 0.2),
            "low_not_under_high",
            {"low": Decimal("0.3"), "high": Decimal("0.2")},
        ),
        ((*WATCHING, 1, 2, 0.1, 0.2, "--found", 2), "more_found", {"n": 1, "found": 2}),
        ((*WATCHING, 0, 2, 0.1, 0.2), "whole_from", {"name": "--watch", "least": 1}),
        (
            (*WATCHING, 1, 2, 0.1, 0.2, "--affected", 500),
            "more_affected",
            {"affected": 500, "places": 400},
        ),
        (
            (*WATCHING, 1, 2, 0.1, 0.2, "--level", 1),
            "number_inside",
            {"name": "--level", "least": 0, "most": 1},
        ),
        ((*WATCHING, 1, 2, 0.1, 0.2, "more"), "too_many", {"words": "more"}),
        (
            ("alarms", "table.csv", "--method", "x"),
            "choose",
            {"name": "--method", "known": ("farrington", "bayesian", "recent")},
        ),
    ],
)
def test_a_wrong_call_is_told_in_the_language_it_asks_for(
    words: tuple[object, ...], key: str, values: dict[str, Any], tag: str
) -> None:
    command, *rest = map(str, words)
    told = CliRunner().invoke(main, [command, f"--language={tag}", *rest])
    said = language(tag).say(f"calling.{key}", **values)
    assert told.exit_code == 2
    assert told.stderr.startswith(said)


def test_an_answer_that_cannot_be_written_is_told_with_the_name_that_was_asked_for(
    tmp_path: Path,
) -> None:
    nowhere = tmp_path / "none" / "answer.txt"
    told = asked(tmp_path, PLAIN, "--output", str(nowhere))
    assert (told.exit_code, told.stderr) == (1, f"{nowhere}: No such file or directory\n")
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
