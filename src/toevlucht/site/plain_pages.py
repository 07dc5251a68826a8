"""Pages of plain text from Markdown: those in ``content/pages``, and the data dictionary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from toevlucht.dictionary import documents

PAGES = ("about", "reading", "privacy", "security")
CODE_AT_END = re.compile(r"`([a-z_]+)`\)?$")


@dataclass(frozen=True)
class PlainPage:
    title: str
    html: str


@cache
def plain_page(name: str, language: str) -> PlainPage:
    """The page of this name, one of ``PAGES``; its first line is its title."""
    file = files("toevlucht.content").joinpath("pages", language, f"{name}.md")
    return read_page(file.read_text("utf-8"))


@cache
def dictionary_page(language: str) -> PlainPage:
    """The data dictionary; each table and code list can be linked to by its id."""
    return read_page(documents.page(language))


def read_page(text: str) -> PlainPage:
    title, _, rest = text.partition("\n")
    return PlainPage(title.removeprefix("# ").strip(), _markdown().render(rest))


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.core.ruler.push("readable", _make_readable)
    for name in ("table_open", "table_close"):
        markdown.add_render_rule(name, _table_in_region)
    markdown.add_render_rule("fence", _fence)
    return markdown


def _make_readable(state: Any) -> None:
    """Headings that end with a code get it as anchor; tables know the heading above them."""
    heading = ""
    for token, following in zip(state.tokens, [*state.tokens[1:], None], strict=True):
        if token.type == "heading_open":
            heading = following.content.replace("`", "")
            if found := CODE_AT_END.search(following.content):
                token.attrSet("id", found[1])
        elif token.type == "table_open":
            token.meta = {"label": heading}
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _table_in_region(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """A wide table scrolls by itself, for the keyboard too."""
    token = tokens[index]
    if token.nesting < 0:
        return "</table></div>\n"
    region = Token("region", "div", 1)
    region.attrs = {
        "class": "scroll",
        "role": "region",
        "tabindex": 0,
        "aria-label": token.meta["label"],
    }
    return f"<div{self.renderAttrs(region)}><table>\n"


def _fence(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    plain = RendererHTML.fence(self, tokens, index, options, env)
    return plain.replace("<pre>", '<pre tabindex="0">', 1)
