"""Write an edition's editorial file: what ``read_editorial`` reads back as the same edition."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from toevlucht.language import LANGUAGES
from toevlucht.picture.editorial import SECTIONS, Edition, Judgement, Period

Plain = str | int | datetime.date | tuple[str, ...]


def write_editorial(edition: Edition, folder: Path) -> None:
    """``edition.toml`` and the narrative, in the new folder ``folder``."""
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text("\n".join(_lines(edition)) + "\n", "utf-8", newline="")
    for tag in LANGUAGES:
        (folder / "narrative" / tag).mkdir(parents=True)
        for section in SECTIONS:
            text = edition.narrative[tag][section].strip()
            file = folder / "narrative" / tag / f"{section}.md"
            file.write_text(f"{text}\n", "utf-8", newline="")


def _lines(edition: Edition) -> Iterator[str]:
    yield "schema = 1"
    yield from _table(
        ("series",),
        {
            "id": edition.series,
            "kind": edition.series_kind,
            "contributions": edition.series_of_contributions,
        },
    )
    yield from _table(("series", "title"), edition.series_title)
    yield from _table(
        ("edition",),
        {
            **_period(edition.period),
            "version": edition.version,
            "published_on": edition.published_on,
            "geography_on": edition.geography_on,
            "handling": edition.handling,
            "invited": edition.invited,
        },
    )
    yield from _table(("edition", "title"), edition.title)
    if edition.previous:
        yield from _table(("edition", "previous"), _period(edition.previous))
    if edition.correction:
        yield from _table(("correction",), {"of_version": edition.correction.of_version})
        yield from _table(("correction", "reason"), edition.correction.reason)
    for judgement in edition.judgements:
        yield from _judgement(judgement)


def _period(period: Period) -> dict[str, Plain]:
    return {
        "number": period.number,
        "period_from": period.start,
        "period_to": period.end,
        "cut_off": period.cut_off,
        "counting_mode": period.counting_mode,
    }


def _judgement(judgement: Judgement) -> Iterator[str]:
    yield from ("", "[[judgements]]")
    words = {
        "id": judgement.id,
        "confidence": judgement.confidence,
        "likelihood": judgement.likelihood,
        "change": judgement.change,
    }
    yield from _values(words)
    yield from ("[judgements.statement]", *_values(judgement.statement))


def _table(name: tuple[str, ...], values: Mapping[str, Plain]) -> Iterator[str]:
    yield from ("", f"[{'.'.join(name)}]", *_values(values))


def _values(values: Mapping[str, Plain]) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in values.items()]


def _toml(value: Plain) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    # A JSON string is a TOML string, but for one character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
