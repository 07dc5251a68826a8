"""What it is worth that watching places find nothing: how much can be there all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from toevlucht.dictionary import dictionary
from toevlucht.language import Coded, Message, Value
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.findings import (
    Findings,
    Reading,
    cited,
    column,
    limits,
    organisations,
    rows_of,
)
from toevlucht.picture.figures.sensitivity import Believed, percent, sensitivities
from toevlucht.picture.figures.sight import newest_watch
from toevlucht.picture.figures.trust_settings import ABSENCE
from toevlucht.picture.protection.cells import THRESHOLD
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    Cell,
    Count,
    NotComputed,
    Point,
    RangeChart,
    Row,
    Series,
    Span,
    Table,
    Words,
)
from toevlucht.statistics.absence import (
    Sensitivity,
    Watch,
    places_needed,
    unseen,
    weeks_needed,
)

# How often watching places would notice; from all that watch at least so long the best is taken.
BOUNDS = ("trained", "lowest", "highest", "untrained")
# A chance that is taken as known: so narrow that its width changes no place.
CERTAIN = 100_000


def find(snapshot: Snapshot) -> Findings:
    newest = newest_watch(snapshot)
    kinds = dictionary().code_list("place_kind").names
    given: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(newest.order_by("ref")):
        given.setdefault(row["place_kind"], []).append(row)
    columns = (column("what", "label"), column("number", "count"), column("how"))
    rows = [row for kind in kinds if kind in given for row in _rows(kind, given[kind])]
    if len(given) > 1:
        rows = [_of_kind(row) for row in rows]
    return Findings(Table(columns, tuple(rows)), cited(newest), organisations(newest))


def _of_kind(row: Row) -> Row:
    """Rows of several kinds of place each say of which kind they are."""
    kind, _, name = row.id.partition(".")
    what = row.cells[0]
    if name == "places" or not isinstance(what, Words):
        return row
    both: dict[str, Value] = {"what": what.value, "kind": Coded("place_kind", kind)}
    return Row(row.id, (Words(Message("trust.absence.of_kind", both)), *row.cells[1:]))


def _rows(kind: str, given: Sequence[dict[str, Any]]) -> Iterator[Row]:
    total = sum(row["places"] for row in given)
    unit = "household" if kind == "host_household" else "location"
    place = Words(Coded("place_kind", kind))
    yield Row(f"{kind}.places", (place, Count(total, unit), _how("places")))
    if total > ABSENCE.most_places:
        reason = NotComputed(Message("trust.absence.too_many"))
        yield Row(f"{kind}.watching", (_what("watching"), reason, _how("too_many")))
        return
    places, weeks = _watching(total, given)
    watching = (_what("watching"), Count(places, unit, at_least=True), _how("watching", n=weeks))
    yield Row(f"{kind}.watching", watching)
    if not places:
        return
    for name, seen in _seen().items():
        found = unseen(total, [Watch(places, weeks, seen)], level=ABSENCE.level)
        bound = Span(0, found.places_bound, unit)
        yield Row(f"{kind}.{name}", (_what(name), bound, _how(name, **_percents(name))))
    yield from _needed(kind, total, places, weeks, unit)


def _watching(total: int, given: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Places that watched for at least so many weeks: of all such pairs the one that says most.

    Rounded down to the threshold of protection, so that nobody works out a region by subtracting;
    like leaving out who watched shorter, that makes the watch look worse than it is, never better.
    """
    pairs = []
    for weeks in {row["weeks_watched"] for row in given if row["weeks_watched"]}:
        long = [row for row in given if (row["weeks_watched"] or 0) >= weeks]
        places = min(total, sum(row["places_watching"] or 0 for row in long))
        pairs.append((places - places % THRESHOLD, weeks))
    middle = _middle(sensitivities().trained)
    return max(
        (pair for pair in pairs if pair[0]),
        key=lambda pair: (pair[0] * (1 - (1 - middle) ** pair[1]), pair),
        default=(0, 0),
    )


def _middle(believed: Believed) -> float:
    return (believed.low + believed.high) / 2


def _seen() -> dict[str, Sensitivity]:
    """As believed of trained people, at both ends of that, and as believed of untrained ones."""
    believed = sensitivities()
    low, high = believed.trained.low, believed.trained.high
    return {
        "trained": Sensitivity.between(low, high, believed.level),
        "lowest": Sensitivity(CERTAIN * low, CERTAIN * (1 - low)),
        "highest": Sensitivity(CERTAIN * high, CERTAIN * (1 - high)),
        "untrained": Sensitivity.between(
            believed.untrained.low, believed.untrained.high, believed.level
        ),
    }


def _percents(name: str) -> dict[str, Value]:
    believed = sensitivities()
    group = believed.untrained if name == "untrained" else believed.trained
    return {"low": percent(group.low), "high": percent(group.high)}


def _needed(kind: str, total: int, places: int, weeks: int, unit: str) -> Iterator[Row]:
    """What it would take until finding nothing speaks against this many affected places."""
    affected = max(1, ceil(total * sensitivities().against))
    trained = _seen()["trained"]
    enough = places_needed(total, affected, weeks, trained, level=ABSENCE.level)
    longer = weeks_needed(total, affected, places, trained, level=ABSENCE.level)
    against: Value = affected
    yield Row(
        f"{kind}.needed_places",
        (
            _what("needed_places"),
            _or_never(enough, unit),
            _how("needed_places", n=weeks, against=against),
        ),
    )
    yield Row(
        f"{kind}.needed_weeks",
        (
            _what("needed_weeks"),
            _or_never(longer, "week"),
            _how("needed_weeks", n=places, against=against),
        ),
    )


def _or_never(number: int | None, unit: str) -> Cell:
    return NotComputed(Message("trust.absence.never")) if number is None else Count(number, unit)


def _what(name: str) -> Words:
    return Words(Message(f"trust.absence.what.{name}"))


def _how(name: str, **values: Value) -> Words:
    return Words(Message(f"trust.absence.how.{name}", values))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.absence.empty"), None, table, "empty")
    kind = next((row.id.partition(".")[0] for row in table.rows if _is(row, "trained")), None)
    if kind is None:
        reasons = [c.reason for row in table.rows if isinstance(c := row.cells[1], NotComputed)]
        if reasons:
            sentence = Message("trust.absence.not_reckoned", {"reason": reasons[0]})
        else:
            sentence = Message("trust.absence.nobody")
        return Reading(sentence, None, table, "not_computed")
    cells = {row.id.rpartition(".")[2]: row for row in table.rows if row.id.startswith(f"{kind}.")}

    def of(name: str) -> Value:
        low, high = limits(cells[name].cells[1])
        return round(high if high is not None else low or 0)

    how = cells["watching"].cells[2]
    assert isinstance(how, Words)
    assert isinstance(how.value, Message)
    values: dict[str, Value] = {
        "kind": Coded("place_kind", kind),
        "all": of("places"),
        "watching": of("watching"),
        "n": how.value.values["n"],
        "bound": of("trained"),
        "converse": _converse(cells["needed_places"]),
    }
    return Reading(Message("trust.absence.sentence", values), _chart(table), table)


def _converse(row: Row) -> Message:
    how, number = row.cells[2], row.cells[1]
    assert isinstance(how, Words)
    assert isinstance(how.value, Message)
    values = dict(how.value.values)
    if isinstance(number, Count):
        return Message("trust.absence.enough", {**values, "needed": number.value})
    return Message("trust.absence.never_enough", values)


def _is(row: Row, name: str) -> bool:
    return row.id.rpartition(".")[2] == name


def _chart(table: Table) -> RangeChart:
    points = tuple(
        Point(what.value, *limits(row.cells[1]))
        for row in table.rows
        if row.id.rpartition(".")[2] in BOUNDS
        and isinstance(what := row.cells[0], Words)
        and isinstance(what.value, Message)
    )
    title = Message("figures.absence.title")
    return RangeChart((Series(title, points),), Message("figures.units.location"))
