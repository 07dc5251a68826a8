"""The first number comes soon: what takes long to load is loaded where it is needed only."""

import subprocess
import sys

FIRST = """
import sys
from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.tables import CaptureHistories
from toevlucht.statistics.systems_estimation.thresholding import Thresholding
rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]]
table = CaptureHistories.from_rows(rows, [50, 40, 45, 9, 8])
few = {"chains": 2, "draws": 50, "settling": 50}
for method in (GraphAveraging(), Thresholding(**few), LatentClasses(**few, seconds=0)):
    found = method.fit(table)
    print(found.estimate > 152, found.warning[:0])
slow = ("numpy.f2py", "scipy.linalg", "scipy.optimize", "scipy.special", "scipy.stats")
print([name for name in slow if name in sys.modules])
"""


def test_no_belief_waits_for_scipy_which_loads_longer_than_it_reckons() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["True "] * 3 + ["[]", ""]
