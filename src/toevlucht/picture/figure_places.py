"""Read a line such as ``{figure: ladder-national}``: it says where in a text a figure stands."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.tree import SyntaxTreeNode

PLACE = re.compile(r"\{figure:\s*([^\s{}]+)\s*\}\s*")
EXAMPLE = "{figure: ladder-national}"


def put_places(parser: MarkdownIt) -> MarkdownIt:
    """The same parser, which also knows a figure's place; it may follow a paragraph at once."""
    stops = {"alt": ["paragraph", "reference"]}
    parser.block.ruler.before("paragraph", "figure_place", _place, stops)  # type: ignore[arg-type]
    return parser


def is_place(node: SyntaxTreeNode) -> bool:
    return node.type == "figure_place"


def _place(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    if state.is_code_block(line):
        return False
    words = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    found = PLACE.fullmatch(words)
    if not found:
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("figure_place", "", 0)
    token.map = [line, state.line]
    token.meta = {"figure": found[1]}
    return True
