"""An edition written on the desk is the same edition when its editorial file is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.picture.conftest import DEMO, Frozen
from tests.picture.desk import FIRST, Desk, observation

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.building import build
from toevlucht.picture.drafting.lacking import FIGURE_IDS, lacking
from toevlucht.picture.drafting.own_parts import TABLES_OF_FIGURES, own_parts
from toevlucht.picture.drafting.refreezing import data_sha256, refreeze
from toevlucht.picture.drafting.writing import write_editorial
from toevlucht.picture.editorial import Edition, read_editorial
from toevlucht.picture.snapshot import FreezeError, verify

EDITIONS = sorted(path.name for path in (DEMO / "editions").iterdir())
WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_edition_of_the_demo_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    edition = read_editorial(DEMO / "editions" / name)
    write_editorial(edition, tmp_path / "written")
    assert read_editorial(tmp_path / "written") == edition


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, statement=WORDS)
def test_whatever_somebody_types_comes_back_as_it_was(
    title: str, statement: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    edition = read_editorial(DEMO / "editions" / EDITIONS[0])
    judgement = replace(edition.judgements[0], statement=dict.fromkeys(LANGUAGES, statement))
    typed = replace(edition, title=dict.fromkeys(LANGUAGES, title), judgements=(judgement,))
    folder = tmp_path_factory.mktemp("typed") / "editorial"
    write_editorial(typed, folder)
    assert read_editorial(folder) == typed


def test_a_whole_edition_lacks_nothing() -> None:
    for name in EDITIONS:
        assert lacking(read_editorial(DEMO / "editions" / name)) == []


def test_everything_that_lacks_is_named_with_its_place() -> None:
    edition = read_editorial(DEMO / "editions" / "interim-2022-06-07-v2")
    assert edition.correction
    nothing = dict.fromkeys(LANGUAGES, " ")
    narrative = {tag: dict(edition.narrative[tag]) for tag in LANGUAGES}
    narrative["uk"]["gaps"] = ""
    narrative["nl"]["asks"] = "goed\n\n# te groot"
    narrative["en"]["next"] = "{figure: rises}\n\n{figure: rises}"
    broken = replace(
        edition,
        title={**edition.title, "en": ""},
        invited=(),
        correction=replace(edition.correction, reason=nothing),
        narrative=narrative,
        judgements=(replace(edition.judgements[0], id="first", statement=nothing),),
    )
    found = [(lack.place, lack.name) for lack in lacking(broken)]
    assert found == [
        *[("setup", "reason")] * 1,
        ("setup", "title"),
        ("setup", "reason"),
        ("setup", "reason"),
        ("setup", "invited"),
        ("section", "gaps"),
        *[("judgement", "first")] * 3,
        ("section", "asks"),
        ("section", "next"),
    ]
    for tag in LANGUAGES:
        assert all(language(tag).message(lack.message) for lack in lacking(broken))


def test_an_edition_without_judgements_lacks_them() -> None:
    edition = replace(read_editorial(DEMO / "editions" / EDITIONS[0]), judgements=())
    assert [lack.place for lack in lacking(edition)] == ["judgement"]


@pytest.fixture
def frozen(desk: Desk) -> Path:
    desk.receive("police", observations=[observation("o1"), observation("o2")])
    desk.receive("kmar", nil=["observations"])
    return desk.freeze()


def rewritten(desk: Desk, **changes: object) -> Path:
    edition = read_editorial(desk.folder / "frozen" / "editorial")
    folder = desk.folder / "rewritten"
    write_editorial(replace(edition, **changes), folder)  # type: ignore[arg-type]
    return folder


def test_frozen_data_stay_when_the_words_change(desk: Desk, frozen: Path, tmp_path: Path) -> None:
    editorial = rewritten(desk, title=dict.fromkeys(LANGUAGES, "Anders"), invited=("police",))
    again = refreeze(frozen, editorial, tmp_path / "again")
    assert verify(again) == []
    assert data_sha256(again) == data_sha256(frozen)
    assert (again / "manifest.json").read_bytes() != (frozen / "manifest.json").read_bytes()
    assert read_editorial(again / "editorial").title["nl"] == "Anders"
    for _ in build(again, tmp_path / "built", pdf=False):
        pass
    assert "Anders" in (tmp_path / "built" / "nl" / "body.html").read_text("utf-8")


def test_the_same_words_again_give_the_same_bytes(frozen: Path, tmp_path: Path) -> None:
    again = refreeze(frozen, frozen / "editorial", tmp_path / "again")
    assert (again / "manifest.json").read_bytes() == (frozen / "manifest.json").read_bytes()


def test_other_data_cannot_be_asked_of_what_is_frozen(
    desk: Desk, frozen: Path, tmp_path: Path
) -> None:
    edition: Edition = read_editorial(frozen / "editorial")
    editorial = rewritten(desk, geography_on=edition.geography_on.replace(day=1))
    with pytest.raises(FreezeError):
        refreeze(frozen, editorial, tmp_path / "again")
    assert list(tmp_path.glob("again*")) == []


def test_what_was_tampered_with_is_not_refrozen(desk: Desk, frozen: Path, tmp_path: Path) -> None:
    (frozen / "tables" / "counts.parquet").write_bytes(b"other")
    with pytest.raises(FreezeError):
        refreeze(frozen, frozen / "editorial", tmp_path / "again")


def test_the_data_have_another_number_when_a_row_differs(desk: Desk, frozen: Path) -> None:
    desk.receive("nla", observations=[observation("o1")])
    other = desk.freeze(name="other")
    assert data_sha256(other) != data_sha256(frozen)


def test_an_organisation_finds_its_rows_and_the_figures_made_of_them(desk: Desk, frozen: Path):
    parts = own_parts(frozen)
    assert parts["police"]["rows"] == {"observations": 2}
    assert "phenomena" in parts["police"]["figures"]
    assert "reception" not in parts["police"]["figures"]
    assert "kmar" not in parts


def test_every_figure_says_of_which_tables_it_is_made(demo_frozen: Frozen) -> None:
    assert set(TABLES_OF_FIGURES) == set(FIGURE_IDS)


def test_the_edition_before_stays_known(desk: Desk, tmp_path: Path) -> None:
    desk.receive("police", observations=[observation("o1")])
    edition = read_editorial(desk.freeze(FIRST) / "editorial")
    write_editorial(edition, tmp_path / "written")
    assert read_editorial(tmp_path / "written").previous == edition.previous
