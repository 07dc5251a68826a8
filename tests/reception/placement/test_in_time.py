"""A placement that takes too long is ended, and the best one until then is kept."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.reception.placement.small import nation

from toevlucht.reception.placement import in_time
from toevlucht.reception.placement.placing import place


def test_a_placement_in_a_process_of_its_own_is_the_same() -> None:
    instance = nation([{}, {"people": 3, "adults": 1}], [{}, {"beds": 3}])
    found = in_time.place_in_time(instance, 60)
    assert not found.stopped
    assert found.placement.places.tolist() == place(instance).places.tolist()


def test_a_solver_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = nation([{}], [{}])
    first = place(instance)

    def hang(command: list[str], seconds: float) -> bool:
        import pickle

        (Path(command[-1]) / in_time.FOUND).write_bytes(pickle.dumps(first))
        subprocess.run([sys.executable, "-c", "while True: pass"], timeout=seconds, check=True)
        return True

    monkeypatch.setattr(in_time, "_ends_well", hang)
    started = time.monotonic()
    found = in_time.place_in_time(instance, 0.3)
    assert found.stopped
    assert time.monotonic() - started < 5
    assert found.placement.points == first.points


def test_a_process_that_breaks_before_it_found_anything_is_told() -> None:
    with pytest.raises(in_time.NothingFound):
        in_time.place_in_time(nation([{}], [{}]), 0.001)
