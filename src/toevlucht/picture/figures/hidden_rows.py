"""What is reckoned from overlapping lists, as the rows of the figure of the hidden number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from toevlucht.language import Message, Value
from toevlucht.picture.figures.overlap_table import OverlapTable
from toevlucht.picture.figures.trust_settings import HIDDEN
from toevlucht.picture.tables import Cell, Count, Listed, NotComputed, Row, Span, Words
from toevlucht.statistics.systems_estimation.comparing import (
    CHAINS_DISAGREE,
    GRID_ENDS,
    OVER_BUDGET,
)
from toevlucht.statistics.systems_estimation.reliability import SAME_WITHIN, Reliability, assess
from toevlucht.statistics.systems_estimation.tables import NotEstimable
from toevlucht.statistics.systems_estimation.two_lists import TwoListRange, two_list_range

UNIT = "possible_victim"


def no_estimate(code: str) -> Row:
    """The one row of a table that has no estimate, and why."""
    reason = Message(f"trust.hidden.no_estimate.{code}")
    return Row("estimate.verdict", (_what("verdict"), NotComputed(reason), Words(reason)))


BELIEFS = ("thresholding", "decomposable_graphs", "latent_classes")
WHY_LEFT_OUT = (OVER_BUDGET, CHAINS_DISAGREE, GRID_ENDS)


def estimate_rows(table: OverlapTable) -> list[Row]:
    """The verdict first, then each number or range with what it is."""
    lists = table.histories.t
    if lists > HIDDEN.most_lists:
        return [no_estimate("too_many_lists")]
    try:
        if lists == 2:
            return _of_two(
                two_list_range(table.histories, [float(one) for one in HIDDEN.odds_ratios])
            )
        return _of_more(table)
    except NotEstimable as refusal:
        return [no_estimate(refusal.code)]


def _of_two(found: TwoListRange) -> list[Row]:
    rows = [
        _verdict("two_lists", ("two_lists",)),
        _row("all", _span(found.span), "two_lists"),
    ]
    for ratio, low, high in zip(found.odds_ratios, found.low, found.high, strict=True):
        name = Message("trust.hidden.what.odds_ratio", {"ratio": _decimal(ratio)})
        cells = (Words(name), _span((low, high)), _how("odds_ratio"))
        rows.append(Row(f"estimate.odds_ratio.{ratio:g}", cells))
    return rows


def _of_more(table: OverlapTable) -> list[Row]:
    missed, false = (
        (0.0, given if given is not None else assumed)
        for given, assumed in ((table.missed, HIDDEN.missed), (table.false, HIDDEN.false))
    )
    found = assess(
        table.histories,
        within=HIDDEN.near_by,
        replicates=HIDDEN.replicates,
        simulations=0,
        missed=missed,
        false=false,
        seed=HIDDEN.seed,
        bayesian_seconds=HIDDEN.bayesian_seconds,
    )
    choosing = [value for name, value in found.methods.items() if name not in BELIEFS]
    return [
        _verdict(found.verdict, found.reasons),
        _row("best", _about(found.near.models[0].estimate), "best"),
        *_otherwise(found),
        _row("all", _span(found.span), "all"),
        _row("interval", _span(_interval(found)), "interval"),
        _row("near", _span(found.near.span), "near", n=found.near.found, near=HIDDEN.near_by),
        *_spread("methods", choosing),
        *_beliefs(found),
        *_without_lists(found),
        *_spread("merged", found.merged.values()),
        *_spread("linkage", found.linkage.values(), missed=missed[1], false=false[1]),
    ]


def _interval(found: Reliability) -> tuple[float, float]:
    return found.interval.limits[0].value, found.interval.limits[-1].value


def _otherwise(found: Reliability) -> Iterator[Row]:
    """The best of the models that say something else: it fits nearly as well as the best."""
    best = found.near.models[0]
    for model in found.near.models[1:]:
        low, high = sorted((best.estimate, model.estimate))
        if high > SAME_WITHIN * low:
            apart = _decimal(model.criterion - best.criterion)
            yield _row("otherwise", _about(model.estimate), "otherwise", apart=apart)
            return


def _beliefs(found: Reliability) -> Iterator[Row]:
    """What each Bayesian method says, or why it says nothing."""
    for name in BELIEFS:
        if name in found.methods:
            yield _row(name, _about_or_none(found.methods[name], "other"), name)
        elif name in found.left_out:
            why = found.left_out[name]
            yield _row(name, _about_or_none(None, why if why in WHY_LEFT_OUT else "other"), name)


def _about_or_none(value: float | None, why: str) -> Cell:
    if value is None:
        return NotComputed(Message(f"trust.hidden.left_out.{why}"))
    return _about(value)


def _without_lists(found: Reliability) -> Iterator[Row]:
    for name, value in found.without_list.items():
        what = Words(Message("trust.hidden.what.without", {"list": name}))
        yield Row(f"estimate.without.{name}", (what, _or_none(value), _how("without")))


def _spread(name: str, values: Iterable[float | None], **said: float) -> Iterator[Row]:
    known = [value for value in values if value is not None]
    if known:
        percent: dict[str, Value] = {rate: round(value * 100) for rate, value in said.items()}
        yield _row(name, _span((min(known), max(known))), name, **percent)


def _or_none(value: float | None) -> Cell:
    if value is None:
        return NotComputed(Message("trust.hidden.without_estimate"))
    return _about(value)


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 1))).normalize()


def _about(value: float) -> Count:
    return Count(round(value), UNIT, about=True)


def _span(limits: tuple[float, float]) -> Span:
    return Span(round(limits[0]), round(limits[1]), UNIT)


def _verdict(code: str, reasons: Iterable[str]) -> Row:
    verdict = Words(Message(f"trust.hidden.verdict.{code}"))
    listed = tuple(Words(Message(f"trust.hidden.reason.{reason}")) for reason in reasons)
    why = Listed(listed) if listed else Words(Message("trust.hidden.reason.none"))
    return Row("estimate.verdict", (_what("verdict"), verdict, why))


def _row(name: str, cell: Cell, how: str, **values: Value) -> Row:
    return Row(f"estimate.{name}", (_what(name), cell, _how(how, **values)))


def _what(name: str) -> Words:
    return Words(Message(f"trust.hidden.what.{name}"))


def _how(name: str, **values: Value) -> Words:
    return Words(Message(f"trust.hidden.how.{name}", values))
