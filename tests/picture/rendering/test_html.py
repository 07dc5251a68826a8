"""An edition as a page: readable without scripts, safe whatever people wrote into it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.picture.rendering.sample import HOSTILE, sample

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.blocks import Document
from toevlucht.picture.rendering.html import Links, body, page

VOID = {"meta", "link", "br", "hr"}
LINKS = Links(languages={tag: f"../{tag}/index.html" for tag in LANGUAGES})


class Reading(HTMLParser):
    """Elements in order with their attributes, and whether each was closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def all(self, name):
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(params=LANGUAGES)
def document(request) -> Document:
    return sample(request.param)


def test_every_element_is_closed(document):
    assert Reading(page(document, LINKS)).open == []


def test_the_page_names_its_language_and_title(document):
    reading = Reading(page(document, LINKS))
    assert reading.all("html") == [{"lang": document.language}]
    assert f"<title>{document.title}</title>" in page(document, LINKS)
    assert page(document, LINKS).count("<h1>") == 1


def test_the_page_runs_nothing_and_fetches_only_its_stylesheet(document):
    reading = Reading(page(document, LINKS))
    names = {tag for tag, _ in reading.elements}
    assert not names & {"script", "style", "iframe", "img", "object", "embed", "form"}
    for _, attributes in reading.elements:
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert "src" not in attributes
    assert [link["href"] for link in reading.all("link") if link["rel"] == "stylesheet"] == [
        "../edition.css"
    ]


def test_what_people_wrote_stays_text(document):
    source = page(document, LINKS)
    assert "<script>" not in source
    assert HOSTILE in "".join(Reading(source).text)
    assert "javascript:" not in source


def test_links_to_sources_say_nothing_about_the_reader(document):
    for link in Reading(page(document, LINKS)).all("a"):
        if link["href"].startswith("http"):
            assert link["rel"] == "noreferrer"


def test_every_address_within_the_page_exists_and_ids_are_unique(document):
    reading = Reading(page(document, LINKS))
    ids = [attributes["id"] for _, attributes in reading.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    wanted = [a["href"][1:] for a in reading.all("a") if a["href"].startswith("#")]
    assert set(wanted) <= set(ids)
    for _, attributes in reading.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)


def test_headings_go_down_one_step_at_a_time(document):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(document, LINKS))]
    assert levels[0] == 1
    assert all(deeper - above <= 1 for above, deeper in pairwise(levels))


def test_each_figure_can_be_linked_to_and_tells_all_that_travels_with_it(document):
    source, spoken = body(document, LINKS), language(document.language)
    for figure in document.figures():
        section = source.split(f'<section class="figure" id="{figure.id}"')[1]
        section = section.split("</section>")[0]
        assert f'href="#{figure.id}"' in section
        for message in (figure.title, figure.question, figure.sentence, figure.caveat):
            assert spoken.message(message) in section
        assert spoken.message(figure.counting) in section
        assert spoken.write(figure.known_until) in section
        assert f"figures/{figure.id}.csv" in section
        assert f"figures/{figure.id}.csv-metadata.json" in section


def test_words_come_before_the_drawing_and_the_drawing_before_the_table(document):
    source = body(document, LINKS).split('id="ladder"')[1]
    order = [source.index(part) for part in ('class="sentence"', "<svg", "<table", "caveat")]
    assert order == sorted(order)


def test_tables_have_a_caption_and_headings_with_scope(document):
    source = body(document, LINKS)
    for table in re.findall(r"<table>.*?</table>", source):
        assert table.startswith("<table><caption>")
        assert all('scope="' in heading for heading in re.findall(r"<th\b[^>]*>", table))
    reading = Reading(source)
    regions = [a for a in reading.all("div") if a.get("class") == "scroll"]
    assert len(regions) == len(reading.all("table"))
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


def test_the_table_of_a_chart_can_be_opened_without_a_script(document):
    source = body(document, LINKS)
    assert source.count("<details") == source.count("<svg")
    assert source.count("<summary>") == source.count("<details")


def test_an_empty_figure_says_that_nobody_supplied(document):
    notice = language(document.language).say("rendering.figure.empty")
    assert notice in body(document, LINKS)


def test_the_contents_lead_to_sections_and_figures(document):
    contents = body(document, LINKS).split('<nav class="contents"')[1].split("</nav>")[0]
    assert 'href="#summary"' in contents
    for figure in document.figures():
        assert f'href="#{figure.id}"' in contents


def test_the_page_offers_the_other_languages_by_their_own_names(document):
    reading = Reading(page(document, LINKS))
    offered = [a["hreflang"] for a in reading.all("a") if "hreflang" in a]
    assert offered == [tag for tag in LANGUAGES if tag != document.language]
    assert all(a["lang"] == a["hreflang"] for a in reading.all("a") if "hreflang" in a)


def test_marks_stand_above_the_title(document):
    source = body(document, LINKS)
    for mark in document.marks:
        assert source.index(mark.text) < source.index("<h1>")


def test_the_fragment_is_one_article_in_its_language(document):
    source = body(document, LINKS)
    assert source.startswith(f'<article class="edition" lang="{document.language}">')
    assert source.endswith("</article>")


def test_the_date_stands_once_among_the_metadata_where_there_are_any():
    bare = replace(sample("en"), metadata=())
    assert 'class="published"' in body(bare, LINKS)
    assert 'class="published"' not in body(sample("en"), LINKS)


def test_a_document_without_anything_in_it_is_still_a_page():
    bare = replace(sample("nl"), marks=(), metadata=(), blocks=(), description="")
    assert Reading(page(bare, Links())).open == []


def test_the_page_is_the_same_every_time(document):
    assert page(document, LINKS) == page(document, LINKS)


def test_the_page_is_light(document):
    assert len(page(document, LINKS).encode()) < 300_000
