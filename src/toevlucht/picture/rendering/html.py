"""A document as a web page: a fragment for the site, or a page that stands by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from toevlucht.language import Language, language
from toevlucht.picture.blocks import (
    Apart,
    Block,
    Definitions,
    Document,
    FigureBlock,
    Heading,
    JudgementBlock,
    ListBlock,
    Note,
    PageTable,
    Paragraph,
)
from toevlucht.picture.rendering.figure_html import FigureFiles, figure_section, table_region
from toevlucht.picture.rendering.html_contents import contents
from toevlucht.picture.rendering.inline_html import inline_html
from toevlucht.picture.rendering.reading import read_figure, read_table
from toevlucht.picture.rendering.tags import Html, joined, tag


@dataclass(frozen=True)
class Links:
    """Addresses as seen from the page; ``pdf`` may be empty. ``languages`` are other renditions."""

    stylesheet: str = "../edition.css"
    pdf: str = "edition.pdf"
    json: str = "edition.json"
    figures: str = "figures/"
    apart: str = "reliability.html"
    home: str = "index.html"
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)


def page(document: Document, links: Links) -> str:
    """The whole page; it needs nothing but its stylesheet."""
    return _page(document, document.title, Html(body(document, links)), links)


def page_apart(document: Document, links: Links) -> str:
    """The page of what stands apart, empty where nothing does; ``links`` has its own languages."""
    spoken = language(document.language)
    apart = next((block for block in document.blocks if isinstance(block, Apart)), None)
    if apart is None:
        return ""
    home = tag("a", document.title, href=links.home)
    head = tag("header", _marks(document, spoken), tag("h1", apart.link), tag("p", home))
    blocks = (block_html(_raised(block), spoken, links) for block in apart.blocks)
    article = tag("article", head, *blocks, class_="edition", lang=document.language)
    return _page(document, f"{apart.link} - {document.title}", article, links)


def _raised(block: Block) -> Block:
    """The same one level higher: the page has a first heading of its own."""
    return (
        replace(block, level=block.level - 1) if isinstance(block, Heading | FigureBlock) else block
    )


def _page(document: Document, title: str, content: Html, links: Links) -> str:
    spoken = language(document.language)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("meta", name="description", content=document.description or document.subtitle),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="stylesheet", href=links.stylesheet),
        *_alternates(links),
    )
    skip = tag("a", spoken.say("rendering.page.skip"), class_="skip", href="#content")
    main = tag("main", content, id="content", tabindex="-1")
    whole = tag("body", skip, _languages(document, links, spoken), main, class_="edition-page")
    return f"<!doctype html>\n{tag('html', head, whole, lang=document.language)}\n"


def body(document: Document, links: Links) -> str:
    """The edition as one ``<article>``, to stand inside another page."""
    spoken = language(document.language)
    blocks = (block_html(block, spoken, links) for block in document.blocks)
    return tag(
        "article",
        _header(document, links, spoken),
        contents(document, spoken),
        *blocks,
        class_="edition",
        lang=document.language,
    )


def block_html(block: Block, spoken: Language, links: Links) -> Html:
    match block:
        case Heading(level, text, anchor):
            return tag(f"h{level}", text, id=anchor)
        case Paragraph(inlines):
            return tag("p", inline_html(inlines))
        case ListBlock(items, ordered):
            rows = (tag("li", *_item(item, spoken, links)) for item in items)
            return tag("ol" if ordered else "ul", *rows)
        case Note(kind, blocks):
            return _note(kind, blocks, spoken, links)
        case FigureBlock(figure, level):
            files = FigureFiles(f"{links.figures}{figure.id}.csv")
            return figure_section(read_figure(figure, spoken), level, files, spoken)
        case JudgementBlock():
            return _judgement(block, spoken)
        case Definitions(pairs):
            return _definitions(
                tuple((term, inline_html(meaning)) for term, meaning in pairs), "definitions"
            )
        case PageTable(id_, caption, table):
            return table_region(read_table(table, caption, spoken), id_, spoken)
        case Apart(link):
            return tag("p", tag("a", link, href=links.apart))
    raise TypeError(f"a block cannot be a {type(block).__name__}")


def _item(item: tuple[Block, ...], spoken: Language, links: Links) -> list[Html]:
    """The blocks of a list item; a paragraph alone, or first, needs no element of its own."""
    first, *others = item or (Paragraph(()),)
    opening = (
        inline_html(first.inlines)
        if isinstance(first, Paragraph)
        else block_html(first, spoken, links)
    )
    return [opening, *(block_html(block, spoken, links) for block in others)]


def _note(kind: str, blocks: tuple[Block, ...], spoken: Language, links: Links) -> Html:
    label = tag("p", spoken.say(f"rendering.note.{kind}"), class_="note-label")
    inside = (block_html(block, spoken, links) for block in blocks)
    return tag("div", label, *inside, class_=f"note note-{kind}", role="note")


def _judgement(block: JudgementBlock, spoken: Language) -> Html:
    pairs = tuple(
        (
            spoken.say(f"rendering.judgement.{name}"),
            joined(spoken.say(f"rendering.{name}.{code}")),
        )
        for name, code in (
            ("confidence", block.confidence),
            ("likelihood", block.likelihood),
            ("change", block.change),
        )
    )
    return tag(
        "div",
        tag("p", inline_html(block.statement), class_="statement"),
        _definitions(pairs, "gradings"),
        class_="judgement",
        id=f"judgement-{block.id}",
    )


def _definitions(pairs: tuple[tuple[str, Html], ...], class_: str) -> Html:
    rows = (tag("div", tag("dt", term), tag("dd", meaning)) for term, meaning in pairs)
    return tag("dl", *rows, class_=class_)


def _published(document: Document, spoken: Language) -> Html:
    words = spoken.say("rendering.page.published", day=document.date)
    return tag("p", tag("time", words, datetime=document.date.isoformat()), class_="published")


def _pdf(links: Links, spoken: Language) -> list[Html]:
    if not links.pdf:
        return []
    return [tag("li", tag("a", spoken.say("rendering.page.pdf"), href=links.pdf))]


def _header(document: Document, links: Links, spoken: Language) -> Html:
    facts = tuple((label, joined(value)) for label, value in document.metadata)
    return tag(
        "header",
        _marks(document, spoken),
        tag("h1", document.title),
        tag("p", document.subtitle, class_="subtitle"),
        # An edition's metadata say what its date is; a document without them needs the line.
        _definitions(facts, "metadata") if facts else _published(document, spoken),
        tag(
            "ul",
            *_pdf(links, spoken),
            tag("li", tag("a", spoken.say("rendering.page.json"), href=links.json)),
            class_="downloads",
            aria_label=spoken.say("rendering.page.downloads"),
        ),
        class_="edition-head",
    )


def _marks(document: Document, spoken: Language) -> Html:
    if not document.marks:
        return Html("")
    items = (
        tag(
            "li",
            tag("strong", mark.text),
            *([" ", tag("span", mark.explanation)] if mark.explanation else []),
            class_=f"mark mark-{mark.kind}",
        )
        for mark in document.marks
    )
    return tag("ul", *items, class_="marks", aria_label=spoken.say("rendering.page.marks"))


def _languages(document: Document, links: Links, spoken: Language) -> Html:
    if not links.languages:
        return Html("")
    items = (
        tag(
            "li",
            tag("a", _own_name(code), href=address, lang=code, hreflang=code),
        )
        for code, address in links.languages.items()
        if code != document.language
    )
    label = spoken.say("rendering.page.languages")
    return tag("nav", tag("ul", *items), class_="languages", aria_label=label)


def _own_name(code: str) -> str:
    return language(code).say(f"rendering.language_name.{code}")


def _alternates(links: Links) -> list[Html]:
    return [
        tag("link", rel="alternate", hreflang=code, href=address)
        for code, address in links.languages.items()
    ]
