"""The demo's tables for others: of its made-up people, proposed by one and decided by another."""

from __future__ import annotations

import datetime

RELEASED, WAITING = datetime.date(2025, 3, 1), datetime.date(2025, 4, 1)
"""A month of which partners and everybody have a table, and one about which nobody decided."""


def release_tables() -> None:
    from toevlucht.cli.demo_news import of_centre
    from toevlucht.picture.actions import releasing
    from toevlucht.picture.queries.releases import planned
    from toevlucht.picture.releasing.catalogue import TABLES
    from toevlucht.records.actions import unit_of_work

    editor, approver = of_centre("editor"), of_centre("approver")
    with unit_of_work():
        for table in TABLES.values():
            for month in (RELEASED, WAITING):
                plan = planned(editor, table, month)
                assert plan
                for audience in ("partners", "public") if month == RELEASED else ("public",):
                    about = (table.code, month, audience, plan.mark)
                    releasing.propose(editor, *about)
                    if month == RELEASED:
                        releasing.decide(approver, *about)
