"""The editions of 2022 say what the published abstracts say, and know nothing of later days."""

from __future__ import annotations

import csv
import datetime
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.picture.conftest import DEMO, Built, Figures, Frozen
from tests.picture.desk import cells, reads, said, shown

from toevlucht.dictionary.checking import Checked
from toevlucht.picture.editorial import read_editorial
from toevlucht.picture.snapshot import freeze
from toevlucht.picture.tables import Count, Figure, Mentioned, NotComputed, NotSupplied, Span

THREE = ("edition-1", "edition-2", "edition-3")
INTERIM = ("interim-2022-06-07-v1", "interim-2022-06-07-v2")
ALL = (*THREE, *INTERIM)

National = Callable[[str], dict[str, Any]]


@pytest.fixture
def ladder(demo_figures: Figures) -> National:
    """The numbers of the national ladder of an edition."""
    return lambda name: cells(demo_figures(name)["ladder-national"], "number")


def concrete(numbers: dict[str, Any]) -> dict[str, Any]:
    rungs = ("signal", "incident", "investigation", "established")
    return {row: cell for row, cell in numbers.items() if row.split(".")[2] in rungs}


class TestEditionOne:
    def test_counts_no_concrete_signal_in_the_country(self, ladder: National) -> None:
        assert concrete(ladder("edition-1")) == {}
        assert set(ladder("edition-1").values()) == {Mentioned(1)}

    def test_counts_none_in_europe_either(self, demo_figures: Figures) -> None:
        assert concrete(cells(demo_figures("edition-1")["ladder-european"], "number")) == {}

    def test_says_that_it_has_too_little_for_a_picture(self, demo_figures: Figures) -> None:
        edition = read_editorial(DEMO / "editions" / "edition-1")
        assert "too little information" in edition.judgements[0].statement["en"]
        figures = demo_figures("edition-1")
        assert said(figures["ladder-national"]).startswith("No number was supplied")
        assert said(figures["sight"]).startswith("Nobody supplied which places are watching")
        assert figures["rises"].state != "complete"

    def test_cannot_compute_who_is_out_of_sight_and_says_why(self, demo_figures: Figures) -> None:
        figure = demo_figures("edition-1")["out-of-sight"]
        assert figure.state == "not_computed"
        assert "22 March 2022" in said(figure)
        assert "5,620" in said(figure)
        assert "13,000" in said(figure)
        assert "registration lags behind" in said(figure)


class TestEditionTwo:
    def test_counts_one_investigation_into_sexual_exploitation(self, ladder: National) -> None:
        investigations = {
            row: cell for row, cell in ladder("edition-2").items() if ".investigation." in row
        }
        assert investigations == {
            "national.sexual.investigation.investigation": Count(1, "investigation"),
            "national.smuggling.investigation.investigation": Count(
                0, "investigation", zero_kind="none_opened"
            ),
        }

    def test_finds_no_case_of_smuggling(self, ladder: National) -> None:
        assert ladder("edition-2")["national.smuggling.incident.case"] == Count(
            0, "case", zero_kind="none_found"
        )

    def test_knows_document_fraud_as_a_risk_and_counts_none(
        self, ladder: National, demo_figures: Figures
    ) -> None:
        assert not [row for row in ladder("edition-2") if "document_fraud" in row]
        assert "false_documents.risk" in cells(demo_figures("edition-2")["phenomena"], "rung")

    def test_sees_people_approached_in_three_places(self, demo_figures: Figures) -> None:
        named = cells(demo_figures("edition-2")["phenomena"], "rung")
        assert {
            "approached_at_station",
            "approached_at_reception",
            "approached_on_social_media",
        } <= named.keys()

    def test_counts_eight_reports_none_of_them_established(self, ladder: National) -> None:
        assert "8 reports" in shown_number(ladder("edition-2")["national.labour.report.report"])
        assert ladder("edition-2")["national.labour.established.case"] == Count(
            0, "case", zero_kind="none_established"
        )


class TestEditionThree:
    def test_counts_three_new_investigations(self, ladder: National) -> None:
        found = {
            row.split(".")[1]: cell.value
            for row, cell in ladder("edition-3").items()
            if row.endswith(".investigation.investigation")
        }
        assert found == {"sexual": 1, "fraud": 1, "document_fraud": 1, "smuggling": 0}

    def test_finds_no_labour_exploitation_established(self, ladder: National) -> None:
        assert ladder("edition-3")["national.labour.established.case"] == Count(
            0, "case", zero_kind="none_established"
        )

    def test_shows_no_rise_more_than_chance_explains(self, demo_figures: Figures) -> None:
        figure = demo_figures("edition-3")["rises"]
        row = "national.all.investigation.investigation"
        assert reads(figure, row, "number") == "1 criminal investigation"
        assert reads(figure, row, "previous") == "1 criminal investigation"
        assert "no rise is shown" in said(figure)
        assert read_editorial(DEMO / "editions/edition-3").judgements[0].change == "minimal_rise"

    def test_gives_the_signals_no_number(self, ladder: National) -> None:
        assert ladder("edition-3")["national.unknown.signal.report"] == Mentioned(1)

    def test_first_tells_of_the_agencies_and_of_the_girl_of_sixteen(
        self, demo_figures: Figures
    ) -> None:
        """OBS-10 and OBS-11 were published on 25 April."""
        later = {"agency_at_gate", "minor_with_unscreened_host.risk"}
        assert not later & cells(demo_figures("edition-2")["phenomena"], "rung").keys()
        assert later <= cells(demo_figures("edition-3")["phenomena"], "rung").keys()

    def test_keeps_the_european_action_apart(self, demo_figures: Figures) -> None:
        european = cells(demo_figures("edition-3")["ladder-european"], "number")
        assert Count(15, "investigation") in european.values()
        assert Count(42, "online_platform") in european.values()

    def test_has_a_lower_limit_of_people_out_of_sight_and_no_upper_one(
        self, demo_figures: Figures
    ) -> None:
        figure = demo_figures("edition-3")["out-of-sight"]
        assert figure.state == "complete"
        assert said(figure).startswith("Of the people registered on 27 May 2022, about 20,300")
        assert figure.table.rows[-1].cells[-1] == Span(20_377, None, "person")
        first = figure.table.rows[0].cells[-1]
        assert isinstance(first, NotComputed)


class TestTheCaseOfTheHague:
    def test_the_interim_edition_counts_one_incident_and_its_correction_none(
        self, ladder: National
    ) -> None:
        before, after = (concrete_cases(ladder(name)) for name in INTERIM)
        assert before == {"regional.sexual.incident.case": Count(1, "case")}
        assert after == {}
        assert ladder(INTERIM[1])["regional.sexual.refuted.case"] == Count(1, "case")

    def test_readers_of_the_corrected_version_are_told(self, demo_built: Built) -> None:
        manifest = json.loads((demo_built(INTERIM[1]) / "manifest.json").read_text("utf-8"))
        assert manifest["edition"]["correction"]["of_version"] == 1
        page = (demo_built(INTERIM[1]) / "en" / "index.html").read_text("utf-8")
        assert "no longer counts" in page

    def test_it_is_refuted_wherever_it_appears(self, demo_figures: Figures) -> None:
        for name in ("edition-3", INTERIM[1]):
            figures = demo_figures(name)
            assert not concrete_cases(cells(figures["ladder-national"], "number"))
            assert said(figures["corrections"]) == "1 statement was corrected; refuted: 1."
            assert "The Hague" in shown(figures["corrections"], "area").values()
            region = figures["statements-by-region"].table.cell("VR15", "statements")
            assert region == Span(0, 4, "statement")

    def test_nothing_but_municipality_and_outcome_is_told(self, demo_built: Built) -> None:
        told = everything_in(demo_built(INTERIM[1]))
        assert "fled" not in told
        assert "letter of the mayor" not in told


@pytest.mark.parametrize("name", ALL)
class TestEveryEdition:
    def test_estimates_no_hidden_number(self, demo_figures: Figures, name: str) -> None:
        figure = demo_figures(name)["hidden-number"]
        assert figure.state == "not_computed"
        assert said(figure).startswith("Not estimated")

    def test_adds_no_registration_to_another(self, demo_figures: Figures, name: str) -> None:
        figure = demo_figures(name)["partner-registrations"]
        years = [column.id for column in figure.table.columns[1:]]
        assert years == ["2018", "2019", "2020"]
        numbers = {
            cell.value
            for row in figure.table.rows
            for cell in row.cells[1:]
            if isinstance(cell, Count)
        }
        assert numbers == {668, 1334, 1372, 1013}

    def test_freezes_the_same_without_anything_of_later_days(
        self, demo_contributions: list[Checked], demo_frozen: Frozen, tmp_path: Path, name: str
    ) -> None:
        """Byte for byte, so that every figure is the same too."""
        cut_off = read_editorial(DEMO / "editions" / name).period.cut_off
        early = [c for c in demo_contributions if c.manifest and c.manifest.cut_off <= cut_off]
        assert len(early) < len(demo_contributions)
        alone = freeze(early, DEMO / "editions" / name, tmp_path / "alone")
        manifests = [(f / "manifest.json").read_bytes() for f in (demo_frozen(name), alone)]
        assert manifests[0] == manifests[1]


@pytest.mark.parametrize(
    ("name", "regions"), [("edition-1", 7), ("edition-2", 9), ("edition-3", 9)]
)
def test_the_map_shows_the_regions_that_supplied_figures(
    demo_figures: Figures, name: str, regions: int
) -> None:
    figure = demo_figures(name)["reception-by-region"]
    supplied = [row for row, cell in cells(figure, "occupied").items() if cell != NotSupplied()]
    assert len(supplied) == regions
    assert len(figure.table.rows) == 25


@pytest.mark.parametrize("name", THREE)
def test_a_built_edition_holds_no_trace_of_later_rows(demo_built: Built, name: str) -> None:
    """Identifiers and addresses of sources that only later rows have are nowhere to be found."""
    cut_off = read_editorial(DEMO / "editions" / name).period.cut_off
    early, late = set[str](), set[str]()
    for day, row in every_row():
        traces = {row["id"], row.get("summary", ""), row.get("source_address", "")}
        (late if day > cut_off else early).update(traces)
    told = everything_in(demo_built(name))
    only_later = {trace for trace in late - early if len(trace) > 5}
    assert len(only_later) > 20
    assert [trace for trace in only_later if trace in told] == []


@pytest.mark.parametrize("name", THREE)
def test_a_built_edition_names_sources_of_its_own_days_only(demo_built: Built, name: str) -> None:
    cut_off = read_editorial(DEMO / "editions" / name).period.cut_off
    edition = json.loads((demo_built(name) / "en" / "edition.json").read_text("utf-8"))
    for figure in edition["figures"]:
        for source in figure["sources"]:
            if source["day"] and source["origin"] != "edition_abstract":
                assert source["day"]["date"] <= cut_off.isoformat()


def concrete_cases(numbers: dict[str, Any]) -> dict[str, Any]:
    return {row: cell for row, cell in numbers.items() if row.endswith("sexual.incident.case")}


def shown_number(cell: Any) -> str:
    from toevlucht.language import language
    from toevlucht.picture.rendering.cells import words

    return words(cell, language("en"))


def every_row() -> Iterator[tuple[datetime.date, dict[str, str]]]:
    """Each row of the demo's contributions with the day from which an edition may know it."""
    for folder in sorted((DEMO / "contributions").iterdir()):
        content = tomllib.loads((folder / "contribution.toml").read_text("utf-8"))
        for file in sorted(folder.glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield content["contribution"]["cut_off"], row


def everything_in(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".json", ".csv"))
    return "\n".join(path.read_text("utf-8") for path in files)


def test_the_generated_edition_is_in_none_of_them(demo_figures: Figures) -> None:
    def names(figure: Figure) -> set[str]:
        return {source.stated_by.code for source in figure.sources if source.stated_by}

    for name in ALL:
        for figure in demo_figures(name).values():
            assert not [code for code in names(figure) if code.startswith("example")]
