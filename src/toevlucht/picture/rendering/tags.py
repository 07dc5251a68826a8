"""HTML elements from text and attributes, everything escaped that is not markup already."""

from __future__ import annotations

from html import escape

VOID = frozenset({"meta", "link", "br", "hr"})


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | bool | None) -> Html:
    """``<name attribute="...">children</name>``; in names ``_`` stands for ``-``.

    An attribute that is None or False is left out, one that is True has no value.
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    return Html("".join(c if isinstance(c, Html) else escape(c, quote=False) for c in children))


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
