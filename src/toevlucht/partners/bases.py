"""The legal bases that an agreement can name: the room that keeps their list tells them here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from toevlucht.language import Message


@dataclass(frozen=True)
class Basis:
    """A code, with what it is called and what it means in plain words."""

    code: str
    name: Message
    meaning: Message


Told = Callable[[datetime.date], Iterable[Basis]]

_rooms: list[Told] = []


def tell_bases(told: Told) -> None:
    """Called once by a room that keeps a list of legal bases; ``told`` gives those of a day."""
    _rooms.append(told)


def bases_on(day: datetime.date) -> list[Basis]:
    return [basis for told in _rooms for basis in told(day)]
