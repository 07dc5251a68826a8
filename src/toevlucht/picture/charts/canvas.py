"""The sheet a chart is drawn on: narrow enough for a phone, with texts that stay readable there."""

from __future__ import annotations

from dataclasses import dataclass, field

from toevlucht.language import Language
from toevlucht.picture.charts import marks
from toevlucht.picture.charts.svg import Attribute, Markup, element

# On a phone of 360 px a chart is about 330 px wide, so 16 units are 11.5 px there.
WIDTH = 460.0
SIZE = 16.0
LINE = 22.0
FONT = "Noto Sans, sans-serif"


@dataclass
class Canvas:
    """Parts of a chart in the order of drawing, and how far down they reach."""

    figure_id: str
    language: Language
    bottom: float = 0
    parts: list[Markup] = field(default_factory=list)
    patterns: dict[str, Markup] = field(default_factory=dict)

    def add(self, part: Markup) -> None:
        self.parts.append(part)

    def filled(
        self, name: str, shape: str, transform: str | None = None, **attributes: Attribute
    ) -> Markup:
        """The shape twice: its ground, and on it the pattern with this name where there is one."""
        colour, class_ = marks.ground(name)
        outline = {key: value for key, value in attributes.items() if key.startswith("stroke")}
        border = str(attributes.pop("class_", ""))
        below = element(
            shape, **(attributes | {"fill": colour, "class_": f"{class_} {border}".strip()})
        )
        reference = self._pattern(name, transform)
        if reference is None:
            return below
        bare = {key: value for key, value in attributes.items() if key not in outline}
        return Markup(below + element(shape, **(bare | {"fill": reference})))

    def _pattern(self, name: str, transform: str | None) -> str | None:
        """The reference to a pattern, which is written once, and once more transformed."""
        id_ = f"{self.figure_id}-{name}" + ("-transformed" if transform else "")
        if id_ not in self.patterns:
            drawn = marks.pattern(name, id_, transform)
            if drawn is None:
                return None
            self.patterns[id_] = drawn
        return f"url(#{id_})"

    def text(self, x: float, y: float, words: str, **attributes: Attribute) -> None:
        """In ink, as the whole drawing is, where the attributes say nothing else."""
        self.add(element("text", words, x=x, y=y, **attributes))

    def lines(self, words: str, width: float = WIDTH, **attributes: Attribute) -> None:
        """A text over as many lines as it needs, below what stands there already."""
        for line in wrapped(words, width):
            self.bottom += LINE
            self.text(0, self.bottom - 5, line, **attributes)

    def rule(self, x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> None:
        look: dict[str, Attribute] = {"class_": "stroke-rule", "stroke": marks.RULE}
        self.add(element("line", x1=x1, y1=y1, x2=x2, y2=y2, **(look | attributes)))

    def box(
        self, x: float, y: float, width: float, height: float, pattern: str, tint: int | None
    ) -> None:
        """A patterned box with an outline; ``tint`` None is the outline of what is absent."""
        outline: dict[str, Attribute] = {"class_": "stroke-absent", "stroke": marks.ABSENT}
        if tint is not None:
            outline = {"class_": f"stroke-series-{tint}", "stroke": marks.SERIES[tint]}
        if outline["stroke"] == marks.ground(pattern)[0]:
            outline = {}  # a box of one colour ends where its colour does
        else:
            outline |= {"stroke_width": 1.2, "stroke_dasharray": "4 3" if tint is None else None}
        at: dict[str, Attribute] = {"x": x, "y": y, "width": max(width, 1.5), "height": height}
        self.add(self.filled(pattern, "rect", None, **(at | outline)))

    def finished(self, title: str, description: str) -> str:
        """The whole drawing as one ``<svg>``, named and described for who cannot see it."""
        title_id, description_id = f"{self.figure_id}-title", f"{self.figure_id}-desc"
        defs = [element("defs", *self.patterns.values())] if self.patterns else []
        return element(
            "svg",
            element("title", title or self.figure_id, id=title_id),
            element("desc", description or title or self.figure_id, id=description_id),
            *defs,
            *self.parts,
            xmlns="http://www.w3.org/2000/svg",
            class_="chart",
            fill=marks.INK,
            viewBox=f"0 0 {WIDTH:.0f} {max(self.bottom + 4, LINE):.0f}",
            role="img",
            aria_labelledby=f"{title_id} {description_id}",
            font_family=FONT,
            font_size=SIZE,
        )


def extent(words: str, size: float = SIZE) -> float:
    """About how wide a text will be: an estimate on the safe side, for no font is at hand."""
    return sum(_breadth(letter) for letter in words) * size


def _breadth(letter: str) -> float:
    if letter in " .,:;'|il()–-":
        return 0.36
    if letter in "mwMWшщжюфмШЩЖЮФМ@%":
        return 0.9
    return 0.7 if letter.isupper() else 0.6


def wrapped(words: str, width: float) -> list[str]:
    """The text broken at spaces into lines of at most this width; a longer word stays whole."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and extent(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
