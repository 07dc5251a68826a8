"""Pages of plain text: Markdown in ``content/pages``, a file a page in each language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markdown_it import MarkdownIt

PAGES = ("about", "reading", "accessibility", "privacy")


@dataclass(frozen=True)
class PlainPage:
    title: str
    html: str


@cache
def plain_page(name: str, language: str) -> PlainPage:
    """The page of this name, one of ``PAGES``; its first line is its title."""
    file = files("toevlucht.content").joinpath("pages", language, f"{name}.md")
    title, _, text = file.read_text("utf-8").partition("\n")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return PlainPage(title.removeprefix("# ").strip(), markdown.render(text))
