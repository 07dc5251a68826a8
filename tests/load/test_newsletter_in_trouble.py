"""The sender of a newsletter is killed again and again: everybody gets the mail all the same.

Asked for by name: ``make test-load``. ``TOEVLUCHT_NEWSLETTER_LOAD`` says how often it is killed and
over how many recipients, 10x300 unless given; ``100x10000`` is the whole promise.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from tests.load.newsletters import send_in_trouble

KILLS, RECIPIENTS = (
    int(part) for part in os.environ.get("TOEVLUCHT_NEWSLETTER_LOAD", "10x300").split("x")
)


@pytest.mark.enable_socket
def test_a_sender_that_is_killed_leaves_nobody_without_and_marks_what_may_come_twice(
    tmp_path: Path,
) -> None:
    outcome = send_in_trouble(tmp_path, KILLS, RECIPIENTS)
    arrived = Counter(one.to for one in outcome.taken)
    unmarked = Counter(one.to for one in outcome.taken if not one.may_repeat)
    numbers = {(one.to, one.message_id) for one in outcome.taken}
    assert len(arrived) == len(numbers) == RECIPIENTS
    assert max(unmarked.values()) == 1
    counted = outcome.counted
    assert (counted["total"], counted["handed"]) == (RECIPIENTS, RECIPIENTS)
    marked = {one.to for one in outcome.taken if one.may_repeat}
    assert {to for to, times in arrived.items() if times > 1} <= marked
    assert len(marked) == counted["repeats"] <= outcome.killed
    assert outcome.killed >= KILLS // 2
    print(f"\n{outcome.told()}")
