"""A sentence that does not yet know its language: a key and the values that fill it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Union


@dataclass(frozen=True)
class Coded:
    """A code of a code list; it is read as the label of that code."""

    code_list: str
    code: str


@dataclass(frozen=True)
class Named:
    """A place by its code, read as its name; the name may differ by date, so it travels along."""

    code: str
    names: Mapping[str, str] = field(hash=False)

    def name(self, tag: str) -> str:
        return self.names.get(tag) or self.names["nl"]


@dataclass(frozen=True)
class Day:
    """A date as precise as its source gives it: ``day``, ``week``, ``month`` or ``year``."""

    date: datetime.date
    precision: str = "day"


Value = Union[str, int, Decimal, datetime.date, Day, Coded, Named, "Message", tuple["Value", ...]]


@dataclass(frozen=True)
class Message:
    """A text of ``content/texts`` by its key, and the values of its placeholders.

    Strings among the values are taken as they are; numbers, dates, codes, places and other
    messages are written in the language of the reader; a tuple is written as a list.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
