"""Give the demo a made-up nation, so that there are figures of reception to look at on any day."""

from __future__ import annotations

import datetime

PARTS = {"part": ("GM0171", "GM0995"), "whole": ()}
"""Who keeps the ledger; all of them where none are named. The others supply figures."""


def fill_nation(part: str) -> None:
    """Nobody of the demo coordinates where its ledger is: it has people without a name."""
    from toevlucht.reception.generated.ledger import Size, generate_nation
    from toevlucht.records.actions import unit_of_work

    today = datetime.date.today()  # noqa: DTZ011
    with unit_of_work():
        generate_nation(Size(today, ledger_in=PARTS[part]))
