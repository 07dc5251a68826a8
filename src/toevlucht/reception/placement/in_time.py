"""Place families in a process of its own, which is ended when its time is up, whatever it does."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from toevlucht.reception.placement.instance import Instance
from toevlucht.reception.placement.placing import USUAL, Effort, Placement, place

WORK, FOUND = "work.pickle", "found.pickle"


class NothingFound(RuntimeError):
    """The time was up, or the process broke, before there was a first placement."""


@dataclass(frozen=True)
class InTime:
    """``stopped``: it was ended before it was done; the placement is the best one until then."""

    placement: Placement
    stopped: bool


def place_in_time(instance: Instance, seconds: float, effort: Effort = USUAL) -> InTime:
    """As ``place``, but never longer than ``seconds``.

    A solver is asked to stop after a number of steps; one did not here, for eight minutes. So it
    works in a process that can be killed, and that puts down each better placement at once.

    Raises
    ------
    NothingFound
    """
    with tempfile.TemporaryDirectory(prefix="toevlucht-placement-") as folder:
        work = Path(folder)
        (work / WORK).write_bytes(pickle.dumps((instance, effort)))
        command = [sys.executable, "-m", __name__, folder]
        try:
            done = _ends_well(command, seconds)
        except subprocess.TimeoutExpired:  # it has been killed by then
            done = False
        if not (work / FOUND).exists():
            raise NothingFound
        placement = pickle.loads((work / FOUND).read_bytes())
    return InTime(placement, stopped=not done)


def _ends_well(command: list[str], seconds: float) -> bool:
    """What the solver prints by itself goes nowhere."""
    nowhere = subprocess.DEVNULL
    done = subprocess.run(command, timeout=seconds, check=False, stdout=nowhere, stderr=nowhere)
    return done.returncode == 0


def _work(folder: Path) -> None:
    def keep(placement: Placement) -> None:
        new = folder / "new.pickle"
        new.write_bytes(pickle.dumps(placement))
        new.replace(folder / FOUND)

    instance, effort = pickle.loads((folder / WORK).read_bytes())
    keep(place(instance, effort, keep))


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
