"""What people may write in a narrative, and how they hear that they may not."""

import pytest

from toevlucht.picture.blocks import (
    Code,
    Emphasis,
    Heading,
    Link,
    ListBlock,
    Note,
    Paragraph,
    Strong,
    Text,
    plain,
)
from toevlucht.picture.markdown import MarkdownError, blocks_from_markdown


def read(source, prefix=""):
    return blocks_from_markdown(source, "narrative/nl/summary.md", prefix)


def test_a_paragraph_keeps_its_emphasis_links_and_code():
    (found,) = read("Zie *dit*, **dat**, [daar](https://example.org) en `MO-01`.")
    assert [type(part) for part in found.inlines] == [
        Text, Emphasis, Text, Strong, Text, Link, Text, Code, Text,
    ]  # fmt: skip
    assert plain(found.inlines) == "Zie dit, dat, daar en MO-01."


def test_a_line_that_goes_on_below_is_one_sentence():
    (found,) = read("eerste\ntweede")
    assert plain(found.inlines) == "eerste tweede"


def test_lists_may_hold_lists():
    (found,) = read("1. een\n2. twee\n   - onder\n")
    assert isinstance(found, ListBlock)
    assert found.ordered
    assert isinstance(found.items[1][1], ListBlock)
    assert not found.items[1][1].ordered


def test_a_quote_is_a_note():
    (found,) = read("> let op")
    assert found == Note("note", (Paragraph((Text("let op"),)),))


def test_headings_get_anchors_of_their_own_also_in_ukrainian():
    found = read("### Що далі?\n\n### Що далі?\n", prefix="next")
    assert [block.anchor for block in found] == ["next-що-далі", "next-що-далі-2"]
    assert all(isinstance(block, Heading) and block.level == 3 for block in found)


def test_html_stays_text():
    (found,) = read("<script>alert(1)</script>")
    assert plain(found.inlines) == "<script>alert(1)</script>"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/hosts"])
def test_a_dangerous_link_stays_text(address):
    (found,) = read(f"[x]({address})")
    assert plain(found.inlines) == f"[x]({address})"


@pytest.mark.parametrize(
    ("source", "what", "line"),
    [
        ("# Te groot", "heading of level 1", 1),
        ("goed\n\n## Ook te groot", "heading of level 2", 3),
        ("goed\n\n![plaatje](x.png)", "image", 3),
        ("```\ncode\n```", "fence", 1),
        ("    code", "code block", 1),
        ("goed\n\n---\n", "hr", 3),
        ("[x](ftp://example.org)", "link to", 1),
        ("[x](relative/page)", "link to", 1),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_place(source, what, line):
    with pytest.raises(MarkdownError) as refusal:
        read(source)
    message = str(refusal.value)
    assert message.startswith(f"narrative/nl/summary.md, line {line}: ")
    assert what in message
    assert "paragraphs, lists" in message
