"""Why one value is refused, before it is known in which rows it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.language import Value


@dataclass(frozen=True)
class Fault:
    code: ProblemCode
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
