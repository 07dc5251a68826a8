"""The dictionary is one source: complete, consistent, and said in three languages."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from toevlucht.dictionary import Code, CodeList, dictionary
from toevlucht.dictionary.checking import ProblemCode
from toevlucht.dictionary.documents import manifest_template, page, schema, template
from toevlucht.dictionary.loading import DefinitionError, read_dictionary
from toevlucht.language import LANGUAGES, language

HELPED = {
    "rung",
    "form",
    "means",
    "counting_unit",
    "zero_kind",
    "first_hand",
    "source_reliability",
    "information_credibility",
    "tlp",
    "origin",
    "subject",
}


def test_it_is_read_once() -> None:
    assert dictionary() is dictionary()


def test_the_evidence_ladder_keeps_its_order_and_its_concrete_half() -> None:
    rung = dictionary().code_list("rung")
    assert rung.names[:4] == ("rumour", "report", "suspicious_behaviour", "signal")
    concrete = [code.code for code in rung.codes if code.concrete]
    assert concrete == ["signal", "incident", "investigation", "established"]
    assert rung.names[-1] == "refuted"


def test_neighbours_are_told_from_trafficking() -> None:
    form = dictionary().code_list("form")
    assert "labour" in form.in_group("trafficking")
    assert "poor_working_conditions" in form.in_group("neighbour")
    assert form.in_group("unknown") == ("unknown",)
    assert all(code.group for code in form.codes)


def test_every_code_list_has_a_version_and_a_source() -> None:
    for codes in dictionary().code_lists.values():
        assert datetime.date.fromisoformat(codes.version)
        for tag in LANGUAGES:
            assert language(tag).say(f"code_lists.source.{codes.source}")


def test_the_template_speaks_the_language_of_its_page() -> None:
    words = {"nl": "codelijst", "en": "code list", "uk": "список кодів"}
    for tag, codes in words.items():
        assert f"# {codes} organisation" in manifest_template(tag)
        assert tomllib.loads(manifest_template(tag))["contribution"]["organisation"] == "emm"


def test_a_code_is_valid_within_its_dates() -> None:
    code = Code("old", datetime.date(2020, 1, 1), datetime.date(2021, 12, 31))
    assert code.valid(datetime.date(2021, 12, 31))
    assert not code.valid(datetime.date(2022, 1, 1))
    assert not code.valid(datetime.date(2019, 12, 31))
    assert CodeList("x", "1", (code,)).dated


def test_every_organisation_is_of_a_known_kind() -> None:
    kinds = dictionary().code_list("organisation_kind")
    assert all(code.kind in kinds for code in dictionary().code_list("organisation").codes)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_code_column_and_problem_is_said(tag: str) -> None:
    known = language(tag).catalogue
    wanted = {f"codes.{c.id}.{code}" for c in dictionary().code_lists.values() for code in c.names}
    wanted |= {f"codes_help.{c}.{code}" for c in HELPED for code in dictionary().code_list(c).names}
    for table in dictionary().tables.values():
        wanted |= {f"tables.{table.id}.title", f"tables.{table.id}.row"}
        for name in table.names:
            wanted |= {f"tables.{table.id}.columns.{name}.{part}" for part in ("label", "help")}
    wanted |= {f"checking.{code}.{part}" for code in ProblemCode for part in ("what", "mend")}
    assert wanted - known.keys() == set()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_text_is_left_over(tag: str) -> None:
    known = language(tag).catalogue
    codes = {key.split(".")[1] for key in known if key.startswith(("codes.", "codes_help."))}
    assert codes == dictionary().code_lists.keys()
    tables = {key.split(".")[1] for key in known if key.startswith("tables.")}
    assert tables == dictionary().tables.keys()
    problems = {key.split(".")[1] for key in known if key.endswith((".what", ".mend"))}
    assert problems >= set(ProblemCode)


def test_labels_of_one_list_differ_from_each_other() -> None:
    for tag in LANGUAGES:
        for codes in dictionary().code_lists.values():
            labels = [language(tag).say(f"codes.{codes.id}.{code}") for code in codes.names]
            assert len(set(labels)) == len(labels), (tag, codes.id)


def test_the_committed_page_is_up_to_date() -> None:
    committed = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert committed.read_text("utf-8") == page("en")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_names_every_column_and_code(tag: str) -> None:
    text = page(tag)
    for table in dictionary().tables.values():
        assert all(f"`{name}`" in text for name in table.names)
    for codes in dictionary().code_lists.values():
        assert all(f"`{code}`" in text for code in codes.names)


def test_template_and_schema_have_the_same_columns() -> None:
    for table in dictionary().tables:
        header = template(table).splitlines()[0].split(",")
        assert header == schema(table).names


def definitions(folder: Path, column: str) -> Path:
    (folder / "codes").mkdir()
    (folder / "tables").mkdir()
    (folder / "dictionary.toml").write_text(
        'version = "1"\ndate = 2022-01-01\ncontribution_schema = 1\n'
    )
    (folder / "tables" / "t.toml").write_text(f'id = "t"\nversion = "1"\n[[columns]]\n{column}\n')
    return folder


@pytest.mark.parametrize(
    ("column", "why"),
    [
        ('name = "a"\ntype = "colour"', "unknown type"),
        ('name = "a"\ntype = "code"', "code list"),
        ('name = "a"\ntype = "text"\ncodes = "sex"', "code list"),
        ('name = "a"\ntype = "code"\ncodes = "sex"', "unknown code list"),
    ],
)
def test_definitions_that_contradict_themselves_are_refused(
    tmp_path: Path, column: str, why: str
) -> None:
    with pytest.raises(DefinitionError, match=why):
        read_dictionary(definitions(tmp_path, column))
