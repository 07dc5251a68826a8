"""Words within a paragraph as HTML."""

from __future__ import annotations

from toevlucht.picture.blocks import Code, Emphasis, Inline, Inlines, Link, Strong, Text
from toevlucht.picture.rendering.addresses import is_safe
from toevlucht.picture.rendering.cells import Entry
from toevlucht.picture.rendering.tags import Html, joined, tag


def inline_html(inlines: Inlines) -> Html:
    return joined(*(_inline(part) for part in inlines))


def _inline(part: Inline) -> Html:
    match part:
        case Text(text):
            return joined(text)
        case Code(text):
            return tag("code", text)
        case Emphasis(inlines):
            return tag("em", inline_html(inlines))
        case Strong(inlines):
            return tag("strong", inline_html(inlines))
        case Link(address, inlines):
            return linked(inline_html(inlines), address)
    raise TypeError(f"no inline is a {type(part).__name__}")


def linked(content: Html, address: str) -> Html:
    """The content as a link where its address is safe; a visit tells the other site nothing."""
    if not is_safe(address):
        return content
    rel = None if address.startswith("#") else "noreferrer"
    return tag("a", content, href=address, rel=rel)


def lines_html(lines: tuple[Entry, ...]) -> Html:
    """One line as it is, several as a list."""
    written = [linked(joined(line.text), line.address) for line in lines]
    if len(written) == 1:
        return written[0]
    return tag("ul", *(tag("li", line) for line in written), class_="lines")
