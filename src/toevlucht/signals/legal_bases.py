"""On which legal basis something may be passed on, from whom to whom, on a day."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class LegalBasis:
    """Its name and explanation stand in the texts under its code. No kinds: every kind."""

    code: str
    valid_from: datetime.date
    valid_to: datetime.date | None  # its last day
    acts: frozenset[str]
    senders: frozenset[str]
    receivers: frozenset[str]
    needs_consent: bool
    is_checked: bool
    source: str

    def serves(self, act: str, sender: str, receiver: str, on: datetime.date) -> bool:
        """Whether an organisation of one kind may do this to one of another kind on this day."""
        return (
            self.valid_on(on)
            and act in self.acts
            and (not self.senders or sender in self.senders)
            and (not self.receivers or receiver in self.receivers)
        )

    def valid_on(self, on: datetime.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def legal_bases() -> tuple[LegalBasis, ...]:
    """All of them, those that ended too: a referral names the one of its day."""
    text = files("toevlucht.content").joinpath("signals", "legal_bases.toml").read_text("utf-8")
    return tuple(_basis(row) for row in tomllib.loads(text)["basis"])


def basis_on(code: str, on: datetime.date) -> LegalBasis | None:
    found = (basis for basis in legal_bases() if basis.code == code and basis.valid_on(on))
    return next(found, None)


def _basis(row: dict[str, Any]) -> LegalBasis:
    return LegalBasis(
        code=row["code"],
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        acts=frozenset(row["acts"]),
        senders=frozenset(row["senders"]),
        receivers=frozenset(row["receivers"]),
        needs_consent=row["consent"],
        is_checked=row["checked"],
        source=row["source"],
    )
