"""Words about a host household, each sealed under its key and bound to what they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping

from toevlucht.reception.models import HostHousehold
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen, seal, unseal


class HouseholdKey:
    """The key of one household, opened once for a holder. Raises `custody.NoKey`."""

    def __init__(self, household: HostHousehold, holder: str) -> None:
        self._record = household.record
        self._key = custody.open_key(household.record, holder)

    def seal(self, kind: str, code: str, words: Mapping[str, str]) -> bytes:
        written = json.dumps(dict(words), ensure_ascii=False).encode()
        return seal(self._key, written, self._about(kind, code))

    def open(self, kind: str, code: str, sealed: bytes | memoryview | None) -> dict[str, str]:
        """Nothing where nothing was sealed."""
        if sealed is None:
            return {}
        try:
            opened: dict[str, str] = json.loads(unseal(self._key, sealed, self._about(kind, code)))
        except CannotOpen:
            return {}
        return opened

    def _about(self, kind: str, code: str) -> str:
        return f"{kind} {code} of {self._record}"
