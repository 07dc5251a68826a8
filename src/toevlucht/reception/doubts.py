"""What looks wrong in figures before they are sent: it is asked, never refused.

The ministry had to correct figures that it had published; a figure that jumps or does not add up
is looked at twice by who sends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toevlucht.language import Message, Value
from toevlucht.reception.figures import NUMBERS, Numbers

JUMP = 4  # a quarter more or less than the time before
SMALL = 20  # a change of fewer is no jump


@dataclass(frozen=True)
class Doubt:
    """One question about one number."""

    name: str
    message: Message


def doubts_about(numbers: Numbers, before: Numbers) -> list[Doubt]:
    """``before`` is what was supplied the last time; nothing where that was never."""
    return [*_inside(numbers), *_beside(numbers, before)]


def _inside(numbers: Numbers) -> Iterator[Doubt]:
    realised, occupied, free = (numbers.get(name) for name in ("realised", "occupied", "free"))
    if realised is None or occupied is None:
        return
    values = {"realised": realised, "occupied": occupied}
    if occupied > realised:
        yield Doubt("occupied", Message("coordination.doubt.too_full", values))
    elif free is not None and free > realised - occupied:
        yield Doubt("free", Message("coordination.doubt.too_free", {**values, "free": free}))


def _beside(numbers: Numbers, before: Numbers) -> Iterator[Doubt]:
    for name in NUMBERS:
        now, earlier = numbers.get(name), before.get(name)
        if earlier is None:
            continue
        label = Message(f"coordination.number.{name}")
        if now is None:
            values: dict[str, Value] = {"name": label, "before": earlier}
            yield Doubt(name, Message("coordination.doubt.left_out", values))
        elif abs(now - earlier) >= SMALL and abs(now - earlier) * JUMP > earlier:
            values = {"name": label, "before": earlier, "now": now}
            yield Doubt(name, Message("coordination.doubt.jump", values))
