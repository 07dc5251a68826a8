"""The PDF that a screen reader can read and an archive can keep."""

import io
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from tests.picture.rendering.sample import HOSTILE, sample

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.blocks import FigureBlock, Heading, Paragraph, text
from toevlucht.picture.rendering.pdf import pdf
from toevlucht.picture.rendering.reading import read_figure


@pytest.fixture(scope="module")
def made():
    return {tag: pdf(sample(tag)) for tag in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def tag(request):
    return request.param


@pytest.fixture
def file(made, tag):
    with pikepdf.open(io.BytesIO(made[tag])) as opened:
        yield opened


def elements(node, role=None):
    """The structure elements below a node in reading order, all or those of one role."""
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if role is None or role == child.S:
                yield child
            yield from elements(child, role)


def tree(file):
    return file.Root.StructTreeRoot


def test_it_is_tagged_and_names_its_language_and_title(file, tag):
    assert bool(file.Root.MarkInfo.Marked)
    assert file.Root.Lang == tag
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    with file.open_metadata() as metadata:
        assert metadata["dc:title"] == sample(tag).title
        assert metadata["dc:language"] == [tag] or tag in str(metadata["dc:language"])


def test_it_says_that_it_was_made_to_be_accessible_and_to_last(file):
    with file.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
        assert (str(metadata["pdfaid:part"]), metadata["pdfaid:conformance"]) == ("2", "A")


def test_every_drawing_says_in_words_what_it_shows(file, tag):
    spoken, document = language(tag), sample(tag)
    drawn = [read_figure(f, spoken) for f in document.figures() if f.chart]
    alternatives = [str(figure.get("/Alt")) for figure in elements(tree(file), "/Figure")]
    assert alternatives == [f"{figure.title}. {figure.sentence}" for figure in drawn]


def test_headings_are_in_order(file):
    roles = [str(e.S) for e in elements(tree(file)) if str(e.S) in ("/H1", "/H2", "/H3", "/H4")]
    levels = [int(role[2]) for role in roles]
    assert levels[0] == 1
    assert all(deeper - above <= 1 for above, deeper in pairwise(levels))


def test_tables_have_column_headings_with_scope(file, tag):
    tables = list(elements(tree(file), "/Table"))
    blocks = len(sample(tag).figures()) + 1
    assert len(tables) == blocks
    for table in tables:
        headings = list(elements(table, "/TH"))
        assert headings
        assert all(_scope(heading) == "/Column" for heading in headings)


def _scope(heading):
    attributes = heading.get("/A")
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next(str(a.Scope) for a in listed if a is not None and "/Scope" in a)


def test_it_has_an_outline_and_a_table_of_contents(file):
    with file.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert len(titles) >= 3
    assert list(elements(tree(file), "/TOC"))


def test_links_lead_to_sources_and_never_run_anything(file):
    actions = [
        annotation.A
        for page in file.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation
    ]
    addresses = [str(action.URI) for action in actions if action.S == "/URI"]
    assert "https://example.org/a?b=1&c=2" in addresses
    assert all(address.startswith("https://example.org/") for address in addresses)
    assert all(action.S in ("/URI", "/GoTo") for action in actions)


def test_only_the_shipped_font_is_used_and_it_is_embedded(file):
    fonts = [
        font for page in file.pages for font in page.get("/Resources", {}).get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        assert "NotoSans" in str(font.BaseFont)
        descendant = font.DescendantFonts[0]
        assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())


def test_the_same_edition_has_the_same_bytes(made, tag):
    assert pdf(sample(tag)) == made[tag]


def test_the_clock_is_that_of_the_edition(file):
    assert str(file.docinfo.CreationDate).startswith("D:20220426")


def test_words_that_look_like_code_stay_words():
    risky = replace(
        sample("en"),
        title=HOSTILE,
        subtitle="#panic()",
        blocks=(
            Heading(2, HOSTILE, "risky heading"),
            Paragraph(text("#import sys: inputs \\ [ ] { } `raw` @label <label>")),
            *sample("en").blocks,
        ),
    )
    with pikepdf.open(io.BytesIO(pdf(risky))) as opened:
        assert str(opened.docinfo.Title) == HOSTILE


def test_a_sign_without_a_form_that_a_partner_sent_stops_no_edition():
    sent = replace(sample("en"), blocks=(Paragraph(text("News \N{GRINNING FACE} \x07 4")),))
    with pikepdf.open(io.BytesIO(pdf(sent))) as opened:
        assert len(opened.pages) > 0


def test_a_table_of_many_rows_repeats_its_headings_over_the_pages():
    document = sample("nl")
    figure = document.figures()[2]
    row = figure.table.rows[0]
    rows = tuple(replace(row, id=f"row-{number}") for number in range(400))
    long = replace(figure, id="long", table=replace(figure.table, rows=rows))
    with pikepdf.open(io.BytesIO(pdf(replace(document, blocks=(FigureBlock(long),))))) as opened:
        (table,) = elements(tree(opened), "/Table")
        assert len(list(elements(table, "/TR"))) >= 401
        assert len(opened.pages) > 5
