"""Find a municipality by what somebody types: the whole name, a part of it, or nearly it."""

from __future__ import annotations

import datetime
import difflib
import unicodedata
from functools import lru_cache

from toevlucht.geography import areas
from toevlucht.geography.division import Area

MOST = 8


def find_municipalities(typed: str, on: datetime.date) -> list[Area]:
    """The one that is meant, or the few that may be; none where nothing is like it."""
    wanted = _plain(typed)
    if not wanted:
        return []
    known = _by_name(on)
    if wanted in known:
        return [known[wanted]]
    begins = [name for name in known if name.startswith(wanted)]
    within = [name for name in known if wanted in name and name not in begins]
    like = difflib.get_close_matches(wanted, known, n=MOST, cutoff=0.75)
    names = dict.fromkeys([*sorted(begins), *sorted(within), *like])
    return [known[name] for name in names][:MOST]


@lru_cache(maxsize=2)
def _by_name(on: datetime.date) -> dict[str, Area]:
    return {_plain(area.name): area for area in areas.municipalities(on)}


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in apart if letter.isalnum() or letter.isspace())
    return " ".join(kept.removeprefix("gemeente").split())
