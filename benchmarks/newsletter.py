"""Send a newsletter to a mail server on this machine: undisturbed, and killed all the time."""

from __future__ import annotations

from pathlib import Path

from tests.load.newsletters import send_in_trouble

from benchmarks.scale import Scale


def run(scale: Scale, folder: Path) -> None:
    recipients, kills = (10_000, 100) if scale.whole_nation else (300, 10)
    calm = send_in_trouble(folder / "calm", 0, recipients)
    minute = 60 * len(calm.taken) / calm.seconds
    print(f"  undisturbed: {len(calm.taken):,} mails, {minute:,.0f} a minute on one worker")
    print(f"  {send_in_trouble(folder / 'trouble', kills, recipients).told()}")
