"""Markdown that people wrote for an edition becomes blocks; what cannot be rendered is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from toevlucht.language import Message, Value, language
from toevlucht.picture.blocks import (
    Block,
    Code,
    Emphasis,
    FigurePlace,
    Heading,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Note,
    Paragraph,
    Strong,
    Text,
    plain,
)
from toevlucht.picture.figure_places import EXAMPLE, is_place, put_places
from toevlucht.picture.rendering.addresses import is_safe

HIGHEST_HEADING = 3
# What the parser knows and an edition cannot show; the texts name each of them.
UNSHOWN = frozenset({"heading", "image", "fence", "code_block", "hr", "link"})

Written = Block | FigurePlace


class MarkdownError(Exception):
    """The text uses something that an edition cannot show; the message says where and what."""

    def __init__(self, where: str, line: int, key: str, **values: Value) -> None:
        self.where = where
        self.line = line
        self.message = Message(f"drafts.markup.{key}", values)
        super().__init__(f"{where}, line {line}: {language('en').message(self.message)}")


def blocks_from_markdown(source: str, where: str, prefix: str = "") -> tuple[Written, ...]:
    """The blocks of a Markdown text. ``where`` names it in messages, ``prefix`` begins anchors."""
    parser = put_places(MarkdownIt("commonmark", {"html": False}))
    try:
        tree = SyntaxTreeNode(parser.parse(source))
        return _Reader(where, prefix).written(tree.children)
    except RecursionError:
        raise MarkdownError(where, 1, "nested") from None


class _Reader:
    """Walks the tree of one text; remembers the anchors it gave, so that each is unique."""

    def __init__(self, where: str, prefix: str) -> None:
        self.where = where
        self.prefix = prefix
        self.anchors: set[str] = set()
        self.line = 1

    def written(self, nodes: list[SyntaxTreeNode]) -> tuple[Written, ...]:
        """The text itself: only here may a figure find its place, not in a list or quote."""
        return tuple(
            FigurePlace(node.meta["figure"], (node.map or (0, 0))[0] + 1)
            if is_place(node)
            else self._block(node)
            for node in nodes
        )

    def blocks(self, nodes: list[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(self._block(node) for node in nodes)

    def _block(self, node: SyntaxTreeNode) -> Block:
        self.line = node.map[0] + 1 if node.map else self.line
        match node.type:
            case "heading":
                return self._heading(node)
            case "paragraph":
                return Paragraph(self._content(node))
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks(item.children) for item in node.children)
                return ListBlock(items, ordered=node.type == "ordered_list")
            case "blockquote":
                return Note("note", self.blocks(node.children))
        raise self._place_refusal() if is_place(node) else self._refusal(node.type)

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        level = int(node.tag[1])
        if level < HIGHEST_HEADING:
            raise self._refusal("heading", level=level)
        words = plain(self._content(node))
        return Heading(level, words, self._anchor(words))

    def _anchor(self, words: str) -> str:
        slug = "-".join(re.findall(r"\w+", words.lower()))
        anchor = wanted = f"{self.prefix}-{slug}" if self.prefix else slug or "section"
        number = 2
        while anchor in self.anchors:
            anchor, number = f"{wanted}-{number}", number + 1
        self.anchors.add(anchor)
        return anchor

    def _content(self, node: SyntaxTreeNode) -> Inlines:
        return tuple(part for child in node.children for part in self._inlines(child))

    def _inlines(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        match node.type:
            case "inline":
                yield from self._content(node)
            case "text":
                if "{figure" in node.content:
                    raise self._place_refusal()
                yield Text(node.content)
            case "softbreak" | "hardbreak":
                yield Text(" ")
            case "em":
                yield Emphasis(self._content(node))
            case "strong":
                yield Strong(self._content(node))
            case "code_inline":
                yield Code(node.content)
            case "link":
                yield self._link(node)
            case _:
                raise self._refusal(node.type)

    def _link(self, node: SyntaxTreeNode) -> Link:
        address = str(node.attrs.get("href", ""))
        if not is_safe(address):
            raise self._refusal("link", address=address)
        return Link(address, self._content(node))

    def _refusal(self, what: str, **values: Value) -> MarkdownError:
        key = what if what in UNSHOWN else "other"
        return MarkdownError(self.where, self.line, key, **values)

    def _place_refusal(self) -> MarkdownError:
        return MarkdownError(self.where, self.line, "figure_line", example=EXAMPLE)
