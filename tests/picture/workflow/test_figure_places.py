"""Where figures stand: where a text puts them, else in their own chapter, and each once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.picture.conftest import Frozen
from tests.picture.desk import Desk, observation

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.blocks import Document, FigureBlock, Heading, Paragraph, plain, walk
from toevlucht.picture.document import CHAPTERS, document
from toevlucht.picture.editorial import SECTIONS, Edition
from toevlucht.picture.figures import FIGURES, compute
from toevlucht.picture.markdown import MarkdownError
from toevlucht.picture.snapshot import open_snapshot
from toevlucht.picture.tables import Figure

EVERY_FIGURE = sorted(kind.id for kind in FIGURES)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("desk") / "desk")
    desk.receive("police", observations=[observation("o1")])
    return desk.freeze()


@pytest.fixture(scope="module")
def edition_and_figures(frozen: Path) -> tuple[Edition, dict[str, Figure]]:
    with open_snapshot(frozen) as snapshot:
        return snapshot.edition, {kind.id: compute(kind, snapshot) for kind in FIGURES}


@pytest.fixture
def written(edition_and_figures: tuple[Edition, dict[str, Figure]]):
    """The Dutch document with some sections written anew."""
    edition, figures = edition_and_figures

    def make(**sections: str) -> Document:
        texts = dict(edition.narrative["nl"]) | sections
        narrative = {**edition.narrative, "nl": texts}
        return document(replace(edition, narrative=narrative), figures, "nl")

    return make


def order(made: Document) -> list[str]:
    return [
        block.figure.id if isinstance(block, FigureBlock) else block.anchor
        for block in walk(made.blocks)
        if isinstance(block, (FigureBlock, Heading))
    ]


def test_a_figure_stands_where_the_text_puts_it(written) -> None:
    made = written(summary="Eerst dit.\n\n{figure: rises}\n\nDan dat.")
    position = next(i for i, b in enumerate(made.blocks) if isinstance(b, FigureBlock))
    before, figure, after = made.blocks[position - 1 : position + 2]
    assert isinstance(before, Paragraph)
    assert isinstance(figure, FigureBlock)
    assert isinstance(after, Paragraph)
    assert (plain(before.inlines), figure.figure.id, plain(after.inlines)) == (
        "Eerst dit.",
        "rises",
        "Dan dat.",
    )


def test_a_place_needs_no_empty_lines_around_it(written) -> None:
    made = written(asks="Eerst dit.\n{figure: rises}\nDan dat.")
    assert order(made)[-4:] == ["chapter-asks", "rises", "chapter-next", "chapter-about"]


def test_every_figure_stands_once_wherever_it_is_put(written) -> None:
    made = written(gaps="{figure: reception}\n\n{figure: contributors}", next="{figure: sight}")
    assert sorted(figure.id for figure in made.figures()) == EVERY_FIGURE


def test_figures_that_nobody_placed_stand_in_their_own_chapter(written) -> None:
    unplaced = [id for _, _, ids in CHAPTERS for id in ids]
    assert [figure.id for figure in written().figures()] == unplaced
    placed = written(summary="{figure: reception}")
    unplaced.remove("reception")
    assert [figure.id for figure in placed.figures()] == ["reception", *unplaced]


def test_a_chapter_without_anything_left_has_no_heading(written) -> None:
    assert "chapter-places" in order(written())
    assert "chapter-places" not in order(written(summary="{figure: statements-by-region}"))


def test_languages_may_place_figures_each_in_their_own_way(edition_and_figures) -> None:
    edition, figures = edition_and_figures
    narrative = {tag: dict(edition.narrative[tag]) for tag in LANGUAGES}
    narrative["uk"]["next"] = "{figure: rises}"
    changed = replace(edition, narrative=narrative)
    assert order(document(changed, figures, "en")) == order(document(edition, figures, "en"))
    assert order(document(changed, figures, "uk")) != order(document(edition, figures, "uk"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_unknown_figure_is_refused_and_every_known_one_named(written, tag: str) -> None:
    with pytest.raises(MarkdownError) as refusal:
        written(gaps="Zie:\n\n{figure: ladder}")
    assert str(refusal.value).startswith("narrative/nl/gaps.md, line 3: ")
    said = language(tag).message(refusal.value.message)
    assert ", ".join(EVERY_FIGURE) in said


def test_a_second_place_is_refused_and_the_figures_without_one_named(written) -> None:
    with pytest.raises(MarkdownError) as refusal:
        written(summary="{figure: rises}\n\n{figure: sight}", about="{figure: rises}")
    assert "narrative/nl/about.md, line 1" in str(refusal.value)
    left = ", ".join(id for id in EVERY_FIGURE if id not in ("rises", "sight"))
    assert str(refusal.value).endswith(left)


@pytest.mark.parametrize(
    "text",
    ["Zie {figure: rises} hier.", "- {figure: rises}", "> {figure: rises}", "{figure rises}"],
)
def test_a_place_that_is_not_on_its_own_line_is_refused(written, text: str) -> None:
    with pytest.raises(MarkdownError, match="on a line of its own"):
        written(summary=text)


def test_editions_that_place_nothing_read_as_before(demo_frozen: Frozen) -> None:
    """The demo's editions place no figure; chapter by chapter they hold what they always held."""
    with open_snapshot(demo_frozen("edition-3")) as snapshot:
        figures = {kind.id: compute(kind, snapshot) for kind in FIGURES}
        made = document(snapshot.edition, figures, "nl")
    wanted = ["summary", "judgements", "conclusion"]
    for chapter, _, ids in CHAPTERS:
        wanted += [f"chapter-{chapter}", *ids]
        wanted += ["methods"] if chapter == "reliability" else []
    sections = tuple(f"{section}-" for section in SECTIONS)
    assert [one for one in order(made) if not one.startswith(sections)] == wanted
