"""Kilometres between municipalities."""

from __future__ import annotations

import math

import pytest

from toevlucht.geography.centres import centres
from toevlucht.geography.register import municipalities


def test_every_municipality_there_has_been_lies_somewhere() -> None:
    assert set(centres()) == set(municipalities())
    assert centres()["GM0457"] == centres()["GM0363"], "Weesp lies where Amsterdam does"


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [("GM0363", "GM0344", 35), ("GM0014", "GM0935", 264), ("GM0599", "GM0518", 19)],
)
def test_distances_are_right_to_a_few_kilometres(one: str, other: str, kilometres: int) -> None:
    assert math.dist(centres()[one], centres()[other]) == pytest.approx(kilometres, abs=8)
