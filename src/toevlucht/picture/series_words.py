"""The rule of a series that rests, and what was counted, in the words of the reader."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from toevlucht.language import Coded, Language
from toevlucht.picture.models import Look, Suspension


def rule_told(suspension: Suspension, language: Language) -> str:
    """The rule as everybody may read it, in one sentence."""
    return language.say(
        "series.rule",
        rungs=tuple(Coded("rung", rung) for rung in suspension.rungs),
        factor=suspension.factor.normalize(),
        minimum=suspension.minimum,
        chance=language.percent(suspension.chance, 0 if suspension.chance * 100 % 1 == 0 else 2),
    )


def lines_told(look: Look, language: Language) -> list[dict[str, Any]]:
    """The counts of one look, each in the reader's words."""
    return [_line(line, language) for line in look.lines]


def _line(line: dict[str, Any], language: Language) -> dict[str, Any]:
    level, rung = Coded("level", line["level"]), Coded("rung", line["rung"])
    unit = Coded("counting_unit", line["unit"])
    # An investigation that counts investigations need not say so twice.
    named = (rung, level) if line["rung"] == line["unit"] else (rung, unit, level)
    return {
        **line,
        "what": ", ".join(language.write(one) for one in named),
        "expected": language.number(Decimal(str(line["expected"])).quantize(Decimal("0.1"))),
        "chance": _chance(line["chance"], language),
    }


def _chance(chance: float, language: Language) -> str:
    """Very small chances are never written as none."""
    least = Decimal("0.001")
    if Decimal(str(chance)) < least:
        return language.say("series.less_than", chance=language.percent(least, 1))
    return language.percent(Decimal(str(chance)), 1)
