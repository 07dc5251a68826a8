"""Write SVG elements that a strict content security policy and a PDF both accept."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

# Presentation attributes and classes only: anything that runs, styles inline or fetches is refused.
REFUSED_ATTRIBUTES = ("style", "href", "src")
REFUSED_ELEMENTS = ("style", "script", "foreignObject", "image", "use", "a")

Attribute = str | float | None


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """``<name attribute="...">children</name>``; ``_`` in names is ``-``, None is left out."""
    if name in REFUSED_ELEMENTS:
        raise ValueError(f"a chart holds no <{name}>")
    written = "".join(
        _attribute(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def group(*children: str, **attributes: Attribute) -> Markup:
    return element("g", *children, **attributes)


def number(value: float) -> str:
    """At most one decimal, and no trailing zeros, so that the same chart has the same bytes."""
    written = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def path(points: list[tuple[float, float]], closed: bool = False) -> str:
    """The path through points."""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{steps}Z" if closed else f"M{steps}"


def _attribute(name: str, value: str | float) -> str:
    if name.startswith("on") or name in REFUSED_ATTRIBUTES:
        raise ValueError(f"a chart holds no attribute {name}")
    return f" {name}={quoteattr(value if isinstance(value, str) else number(value))}"
