"""The demo says only what was known in time, names every source, and speaks three languages."""

from __future__ import annotations

import csv
import datetime
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import check_contribution
from toevlucht.geography import areas
from toevlucht.language import LANGUAGES
from toevlucht.picture.editorial import SECTIONS, read_editorial
from toevlucht.picture.markdown import blocks_from_markdown

DEMO = Path(str(files("toevlucht.content").joinpath("demo")))
CONTRIBUTIONS = sorted((DEMO / "contributions").iterdir())
EDITIONS = sorted((DEMO / "editions").iterdir())
CUT_OFFS = {
    number: read_editorial(DEMO / f"editions/edition-{number}").period.cut_off
    for number in (1, 2, 3)
}
ABSTRACTS = {1: {1, 2}, 2: {13, 14, 15, 16, 17}, 3: {25, 26, 27, 28, 29}}

Row = dict[str, str]


def manifest(folder: Path) -> dict[str, object]:
    content: dict[str, object] = tomllib.loads((folder / "contribution.toml").read_text("utf-8"))
    part = content["contribution"]
    assert isinstance(part, dict)
    return part


def tables(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            yield file.stem, list(csv.DictReader(lines))


def rows_of(table: str) -> list[tuple[Path, Row]]:
    found = []
    for folder in CONTRIBUTIONS:
        for name, rows in tables(folder):
            found += [(folder, row) for row in rows if name == table]
    return found


def observations() -> dict[str, Row]:
    return {row["id"]: row for _, row in rows_of("observations")}


def known_in(edition: int) -> set[str]:
    """Observations that a reader of this edition's data may meet, by both rules of the freeze."""
    day = CUT_OFFS[edition]
    return {
        row["id"]
        for folder, row in rows_of("observations")
        if manifest(folder)["cut_off"] <= day  # type: ignore[operator]
        and datetime.date.fromisoformat(row["known_on"]) <= day
    }


@pytest.mark.parametrize("folder", CONTRIBUTIONS, ids=lambda folder: folder.name)
class TestEveryContribution:
    def test_says_that_it_is_a_reconstruction(self, folder: Path) -> None:
        assert "not sent by the organisation itself" in str(manifest(folder)["contact"])
        assert manifest(folder)["origin"] in ("publication", "edition_abstract")
        assert "reconstruction from public sources" in (folder / "contribution.toml").read_text()

    def test_is_named_after_who_and_when(self, folder: Path) -> None:
        content = manifest(folder)
        assert folder.name == f"{content['organisation']}-{content['cut_off']}"

    def test_knows_nothing_after_its_cut_off(self, folder: Path) -> None:
        days = [row["known_on"] for _, rows in tables(folder) for row in rows]
        assert max(days) == str(manifest(folder)["cut_off"])

    def test_says_of_each_row_who_knew_it_and_where_it_stands(self, folder: Path) -> None:
        for name, rows in tables(folder):
            for row in rows:
                assert tuple(row) == dictionary().table(name).names
                assert row["known_by"] == manifest(folder)["organisation"]
                assert row["stated_by"]
                assert row["source"]
                assert row["origin"]
                assert row["source_address"].startswith("https://") or not row["source_address"]

    def test_grades_nothing_that_nobody_graded(self, folder: Path) -> None:
        for name, rows in tables(folder):
            for row in rows:
                if name == "observations":
                    assert (row["source_reliability"], row["information_credibility"]) == ("F", "6")

    def test_never_looks_like_a_spreadsheet_formula(self, folder: Path) -> None:
        cells = [cell for _, rows in tables(folder) for row in rows for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


class TestAllContributions:
    def test_pass_the_check_and_refer_only_to_what_was_known_before(self) -> None:
        known: dict[str, frozenset[str]] = {}
        for folder in sorted(CONTRIBUTIONS, key=lambda folder: str(manifest(folder)["cut_off"])):
            checked = check_contribution(folder, known_ids=known, geography=areas)
            assert not [problem.message("en") for problem in checked.problems], folder.name
            organisation = str(manifest(folder)["organisation"])
            for name, rows in tables(folder):
                new = {f"{organisation}/{row['id']}" for row in rows}
                assert not new & known.get(name, frozenset()), "an id stands for one row"
                known[name] = known.get(name, frozenset()) | new


class TestTheStatements:
    def test_all_thirty_two_stand_there_once(self) -> None:
        ids = [row["id"] for _, row in rows_of("observations")]
        assert len(ids) == len(set(ids))
        numbered = [id for id in ids if re.fullmatch(r"OBS-\d\d", id)]
        assert sorted(numbered) == [f"OBS-{number:02}" for number in range(1, 33)]
        assert {id[:6] for id in ids} == set(numbered), "a second fact stands beside a first one"

    def test_those_of_an_edition_are_known_on_its_cut_off(self) -> None:
        for edition, numbers in ABSTRACTS.items():
            for row in observations().values():
                if int(row["id"][4:6]) in numbers:
                    assert row["known_on"] == str(CUT_OFFS[edition])
                    assert (row["known_by"], row["origin"]) == ("emm", "edition_abstract")
                    assert f"SIB uitgave {edition}" in row["source"]

    def test_no_other_is_known_before_its_source_appeared(self) -> None:
        for row in observations().values():
            if row["origin"] == "publication":
                assert row["source_published_on"] <= row["known_on"]

    def test_those_of_25_april_first_stand_in_edition_3(self) -> None:
        later = {"OBS-10", "OBS-11"}
        assert not later & known_in(2)
        assert later <= known_in(3)

    def test_each_edition_holds_what_was_public_by_then(self) -> None:
        assert known_in(1) == {"OBS-01", "OBS-02", "OBS-03", "OBS-05"}
        assert {"OBS-16", "OBS-17", "OBS-17B", "OBS-18", "OBS-20"} <= known_in(2)
        assert not {"OBS-19", "OBS-23", "OBS-25"} & known_in(2)
        assert not {"OBS-30", "OBS-31", "OBS-32"} & known_in(3)

    def test_the_police_refute_the_case_that_amsterdam_named(self) -> None:
        named, refuted = observations()["OBS-23"], observations()["OBS-24"]
        assert (named["rung"], named["known_by"], named["count"]) == ("incident", "amsterdam", "1")
        assert (refuted["rung"], refuted["known_by"]) == ("refuted", "police")
        assert refuted["corrects"] == "amsterdam/OBS-23"
        assert named["case_id"] == refuted["case_id"] != ""

    def test_of_the_cleared_resident_nothing_but_municipality_and_outcome_is_told(self) -> None:
        told = observations()["OBS-23"]["summary"] + observations()["OBS-24"]["summary"]
        assert not re.search(r"women|two|resident|home|fled", told)

    def test_a_zero_says_what_was_looked_for(self) -> None:
        zeros = {
            row["id"]: row["zero_kind"] for row in observations().values() if row["count"] == "0"
        }
        assert zeros == {
            "OBS-12": "none_found",
            "OBS-17": "none_opened",
            "OBS-17C": "none_found",
            "OBS-18B": "none_established",
            "OBS-28": "none_established",
            "OBS-29": "none_opened",
        }

    def test_circumstances_are_not_counted_as_possible_trafficking(self) -> None:
        risks = {row["id"] for row in observations().values() if row["subject"] == "risk_condition"}
        assert risks == {"OBS-05", "OBS-09B", "OBS-11", "OBS-17B", "OBS-19", "OBS-20"}


class TestTheFigures:
    def test_of_22_march_were_not_known_before_23_march(self) -> None:
        for table in ("reception", "registrations"):
            (row,) = [
                row
                for _, row in rows_of(table)
                if (row["counted_on"], row["area"]) == ("2022-03-22", "NL")
            ]
            assert row["known_on"] == "2022-03-23"

    def test_of_a_month_were_known_on_its_last_day(self) -> None:
        for table in ("reception", "registrations"):
            for _, row in rows_of(table):
                if row["date_precision"] == "month":
                    first = datetime.date.fromisoformat(row["counted_on"])
                    after = datetime.date.fromisoformat(row["known_on"]) + datetime.timedelta(1)
                    assert first.day == after.day == 1
                    assert after.month == first.month % 12 + 1

    def test_of_regions_are_of_nine_regions_on_two_days(self) -> None:
        rows = [row for _, row in rows_of("reception") if row["area"].startswith("VR")]
        assert len({row["area"] for row in rows}) == 9
        assert {row["counted_on"] for row in rows} == {"2022-03-22", "2022-03-28"}

    def test_of_people_present_have_no_upper_limit_that_nobody_gave(self) -> None:
        (row,) = [row for _, row in rows_of("registrations") if row["present_low"]]
        assert (row["present_low"], row["present_high"]) == ("15000", "")

    def test_of_partners_registrations_stand_where_a_source_gave_them_in_time(self) -> None:
        before = {
            row["id"]
            for _, row in rows_of("partner_registrations")
            if row["known_on"] <= str(CUT_OFFS[3])
        }
        assert before == {"PR-2018-RECOUNT", "PR-2019-RECOUNT", "PR-2019", "PR-2020"}


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: folder.name)
class TestEveryEdition:
    def test_is_written_in_three_languages(self, folder: Path) -> None:
        edition = read_editorial(folder)
        for tag in LANGUAGES:
            assert set(edition.narrative[tag]) == set(SECTIONS)
            assert all(edition.narrative[tag].values())
            assert edition.title[tag]
            assert edition.series_title[tag]
        cyrillic = re.compile("[а-яіїєґ]", re.IGNORECASE)
        for section, text in edition.narrative["uk"].items():
            assert cyrillic.search(text), section

    def test_has_the_same_shape_in_each_language(self, folder: Path) -> None:
        edition = read_editorial(folder)
        for section in SECTIONS:
            shapes = {
                tuple(
                    type(block).__name__
                    for block in blocks_from_markdown(edition.narrative[tag][section], section)
                )
                for tag in LANGUAGES
            }
            assert len(shapes) == 1, section

    def test_says_the_same_numbers_in_each_language(self, folder: Path) -> None:
        edition = read_editorial(folder)
        for section in SECTIONS:
            numbers = {
                tuple(sorted(re.findall(r"\d+", edition.narrative[tag][section])))
                for tag in LANGUAGES
            }
            assert len(numbers) == 1, section

    def test_says_what_it_is(self, folder: Path) -> None:
        edition = read_editorial(folder)
        words = {
            "reconstruction": ("reconstructie", "reconstruction", "реконструкція"),
            "exercise": ("oefening", "exercise", "вправа"),
            "generated": ("toeval", "chance", "випадковим"),
        }
        for tag, word in zip(LANGUAGES, words[edition.series_kind], strict=True):
            assert word in edition.narrative[tag]["about"].lower()


class TestTheEditions:
    def test_of_2022_do_not_estimate_the_hidden_number(self) -> None:
        words = {"nl": "niet geschat", "en": "not estimated", "uk": "не оцінено"}
        for folder in EDITIONS:
            if folder.name != "generated":
                for tag, text in read_editorial(folder).narrative.items():
                    assert words[tag] in text["gaps"], folder.name

    def test_name_no_confidence_but_low_where_the_abstract_gives_none(self) -> None:
        for number in (1, 2, 3):
            judgements = read_editorial(DEMO / f"editions/edition-{number}").judgements
            assert {judgement.confidence for judgement in judgements} == {"low"}
            assert {judgement.likelihood for judgement in judgements} == {"none_stated"}

    def test_each_continue_where_the_one_before_stopped(self) -> None:
        first, second, third = (read_editorial(DEMO / f"editions/edition-{n}") for n in (1, 2, 3))
        assert first.previous is None
        assert second.previous == first.period
        assert third.previous == second.period

    def test_the_exercise_uses_the_same_contributions_and_corrects_itself(self) -> None:
        one, two = (read_editorial(DEMO / f"editions/interim-2022-06-07-v{n}") for n in (1, 2))
        assert one.series_of_contributions == two.series_of_contributions == "ukraine-2022"
        assert one.correction is None
        assert two.correction
        assert two.correction.of_version == one.version
        assert str(one.period.cut_off) == observations()["OBS-23"]["known_on"]
        assert str(two.period.cut_off) == observations()["OBS-24"]["known_on"]
