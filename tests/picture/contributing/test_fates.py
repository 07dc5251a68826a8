"""Row by row: what became of each row of a contribution in an edition, and why."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from tests.picture.desk import CUT_OFF, Desk, observation, reception, total

from toevlucht.picture.fates import Contributed, fates
from toevlucht.picture.snapshot import open_snapshot


def contributed(desk: Desk, organisation: str, place: int = 0) -> Contributed:
    """What this organisation sent, as the desk knows it."""
    own = [c for c in desk.checked() if c.manifest and c.manifest.organisation == organisation]
    manifest, tables = own[place].manifest, own[place].tables
    assert manifest is not None
    assert tables is not None
    facts = {"organisation": organisation, "cut_off": manifest.cut_off.isoformat()}
    return Contributed(organisation, manifest.cut_off, facts, tables)


def told(frozen: Path, found: Contributed) -> dict[str, dict[str, str]]:
    with open_snapshot(frozen) as snapshot:
        known = fates(snapshot, found)
    return {
        table: dict(zip(rows["id"].to_pylist(), known[table], strict=True))
        for table, rows in found.tables.items()
    }


def test_each_row_says_why_it_does_or_does_not_count(desk: Desk) -> None:
    case: dict[str, Any] = {"case_id": "CASE-1"}
    desk.receive(
        "kmar",
        observations=[
            observation("counts"),
            observation("early", known_on="2022-02-20", observed_from="2022-02-01"),
            observation("wrong"),
            observation("risk", subject="risk_condition"),
            observation("stage-1", known_on="2022-03-01", **case),
            observation("stage-2", known_on="2022-04-02", rung="signal", **case),
            observation("part"),
        ],
        counts=[
            total("old", period_to="2022-03-01", count="2", form="sexual"),
            total("new", period_to="2022-04-01", count="3", form="sexual"),
            total("other-way", counting_mode="incremental", form="criminal"),
            total("sum", count="9", summarises="part"),
        ],
        reception=[reception("R-1", places="100", occupied="50")],
    )
    desk.receive("police", observations=[observation("P-1", corrects="kmar/wrong")])
    found = told(desk.freeze(), contributed(desk, "kmar"))
    assert found["observations"] == {
        "counts": "counts",
        "early": "known_earlier",
        "wrong": "corrected",
        "risk": "risk_condition",
        "stage-1": "later_stage",
        "stage-2": "counts",
        "part": "summed_up",
    }
    assert found["counts"] == {
        "old": "newer_total",
        "new": "counts",
        "other-way": "other_counting",
        "sum": "counts",
    }
    assert found["reception"] == {"R-1": "counts"}


def test_what_is_outside_of_the_edition_says_why(desk: Desk) -> None:
    desk.receive(
        "kmar",
        cut_off="2022-05-30",
        observations=[observation("late", known_on="2022-05-20"), observation("in-time")],
    )
    frozen = desk.freeze()
    found = contributed(desk, "kmar")
    assert set(told(frozen, found)["observations"].values()) == {"cut_off_later"}
    cut_off = datetime.date.fromisoformat(CUT_OFF)
    earlier = Contributed("kmar", cut_off, found.facts, found.tables)
    assert told(frozen, earlier)["observations"] == {
        "late": "known_later",
        "in-time": "not_there_yet",
    }


def test_an_incremental_edition_counts_no_mended_number_anew(desk: Desk) -> None:
    desk.receive(
        "kmar", cut_off="2022-03-20", observations=[observation("K-1", known_on="2022-03-01")]
    )
    desk.receive(
        "kmar",
        name="later",
        observations=[observation("K-2", known_on="2022-04-01", corrects="K-1", count="3")],
    )
    first = {
        "number": 1,
        "period_from": "2022-02-24",
        "period_to": "2022-03-24",
        "cut_off": "2022-03-24",
        "counting_mode": "cumulative",
    }
    frozen = desk.freeze(first, counting_mode="incremental")
    assert told(frozen, contributed(desk, "kmar", 0))["observations"] == {"K-1": "corrected"}
    assert told(frozen, contributed(desk, "kmar", 1))["observations"] == {"K-2": "mends_earlier"}
