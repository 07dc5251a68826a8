"""Which statements count in an edition: known in time, not corrected, and each event once."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from toevlucht.dictionary import dictionary
from toevlucht.picture.editorial import Period
from toevlucht.picture.snapshot import Snapshot

# What a statement and an aggregate count have in common, as far as figures use it.
SHARED = [
    "ref",
    "corrects_ref",
    "summarises",
    "stated_by",
    "level",
    "area",
    "rung",
    "form",
    "counting_unit",
    "count_kind",
    "count",
    "zero_kind",
    "origin",
    "source",
    "source_address",
    "source_published_on",
]
# What the phenomena say on top of that.
DESCRIBED = [
    "subject",
    "case_id",
    "known_on",
    "observed_from",
    "observed_to",
    "phenomenon",
    "place_kinds",
    "channel",
    "lure",
    "target_group",
]
NUMBERED = ["exact", "about", "at_least"]


def statements(snapshot: Snapshot, period: Period) -> ir.Table:
    """The observations that an edition over ``period`` may use, as known on its cut-off date.

    A row that a later row corrects is gone; the correcting row stands in its place. A
    cumulative edition takes all since the period began, an incremental one only what became
    known after the edition before it.
    """
    return snapshot.kept(
        _name("statements", period),
        lambda: standing(snapshot.table("observations"), period).select(*SHARED, *DESCRIBED),
    )


def countable(snapshot: Snapshot, period: Period) -> ir.Table:
    """Statements and aggregate counts that may be added up: every event in them once.

    Left out are risk conditions (they are no possible trafficking), earlier stages of the same
    case, and statements that another counted statement sums up.
    """
    return snapshot.kept(
        _name("countable", period),
        lambda: counted(snapshot, period).drop("ref", "corrects_ref", "summarises"),
    )


def counted(snapshot: Snapshot, period: Period) -> ir.Table:
    """The rows behind ``countable`` with their references, for who follows them one by one."""
    observed = statements(snapshot, period)
    observed = latest_of_each_case(observed.filter(observed.subject == "occurrence"))
    rows = observed.select(*SHARED).union(aggregates(snapshot, period).select(*SHARED))
    return _without_summed_up(rows)


def _name(what: str, period: Period) -> str:
    """A name for rows that depend on nothing but the snapshot and these days."""
    return f"{what}_{period.known_after:%Y%m%d}_{period.cut_off:%Y%m%d}_{period.counting_mode}"


def is_finding_of_nothing(rows: ir.Table) -> ir.BooleanValue:
    """Whether a statement says that nothing was found, opened or established."""
    return rows.zero_kind.notnull()


def standing(rows: ir.Table, period: Period) -> ir.Table:
    """The rows that became known in the period and that no later row corrects or mends."""
    known = rows.filter(rows.known_on <= ibis.literal(period.cut_off))
    corrected = known.filter(known.corrects_ref.notnull()).select(gone="corrects_ref")
    uncorrected = known.anti_join(corrected, known.ref == corrected.gone)
    new = uncorrected.filter(uncorrected.known_on > ibis.literal(period.known_after))
    if period.counting_mode == "cumulative":
        return new
    # What mends a number of an earlier edition is no new event; the corrections tell it.
    earlier = known.filter(known.known_on <= ibis.literal(period.known_after)).select(old="ref")
    mended = new.filter((new.rung != "refuted") & new.corrects_ref.notnull())
    mended = mended.semi_join(earlier, mended.corrects_ref == earlier.old).select(mend="ref")
    return new.anti_join(mended, new.ref == mended.mend)


def latest_of_each_case(rows: ir.Table) -> ir.Table:
    """A case stands where it was last known; of one day's statements the highest rung counts.

    A case that Europe names too stays in the national ladder: the two are never added.
    """
    cases = rows.filter(rows.case_id.notnull())
    rungs = dictionary().code_list("rung").names
    height = cases.rung.cases(*((rung, place) for place, rung in enumerate(rungs)))
    order = [ibis.desc(cases.known_on), ibis.desc(height), ibis.desc(cases.ref)]
    case = [cases.case_id, cases.level == "european"]
    place = ibis.row_number().over(group_by=case, order_by=order)
    ranked = cases.mutate(place=place)
    latest = ranked.filter(ranked.place == 0).drop("place")
    return rows.filter(rows.case_id.isnull()).union(latest)


def aggregates(snapshot: Snapshot, period: Period) -> ir.Table:
    """Partners' own totals in the edition's way of counting: of the same thing the newest."""
    rows = standing(snapshot.table("counts"), period)
    rows = rows.filter(rows.counting_mode == period.counting_mode)
    if period.counting_mode == "incremental":
        return rows
    # A cumulative total replaces the same organisation's earlier totals of the same thing.
    same = ["stated_by", "level", "country", "area", "rung", "form", "counting_unit"]
    same += ["sex", "age_group", "citizenship"]
    order = [ibis.desc(rows.period_to), ibis.desc(rows.known_on), ibis.desc(rows.ref)]
    ranked = rows.mutate(place=ibis.row_number().over(group_by=same, order_by=order))
    return ranked.filter(ranked.place == 0).drop("place")


def _without_summed_up(rows: ir.Table) -> ir.Table:
    """Leave out what another row sums up, and what stands in the place of such a row.

    What is refuted stays in sight, and a European total leaves the national ladder as it is.
    """
    rows = rows.mutate(
        abroad=rows.level == "european",
        stands_for=ibis.ifelse(rows.rung == "refuted", ibis.null("string"), rows.corrects_ref),
    )
    summing = rows.filter(rows.count_kind.isin(NUMBERED) & (rows.summarises.length() > 0))
    parts = summing.select("abroad", part=summing.summarises.unnest())
    for name in ("ref", "stands_for"):
        rows = rows.anti_join(parts, ["abroad", (name, "part")])
    return rows.drop("abroad", "stands_for")
