"""Areas by the names that a reader knows, to choose one from."""

from __future__ import annotations

from collections.abc import Iterable

from toevlucht.geography.division import Area
from toevlucht.language import Language


def by_name(found: Iterable[Area], spoken: Language) -> list[tuple[str, str]]:
    """Code and name of each, in the order of the names."""
    named = [(one.code, spoken.write(one.named)) for one in found]
    return sorted(named, key=lambda one: one[1].casefold())
