"""The notebook runs as it stands, and its tables are those of the edition that was built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.docs.project import DOCS
from tests.picture.desk import Desk, observation

from toevlucht.picture.building import build

NOTEBOOK = DOCS / "picture-figures.ipynb"


def test_the_notebook_gives_the_figures_of_the_built_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "desk")
    regional = {"level": "regional", "area": "VR01"}
    rows = [observation("O-1"), *(observation(f"O-{n}", **regional) for n in (2, 3))]
    desk.receive("police", observations=rows)
    snapshot = desk.freeze()
    for _ in build(snapshot, tmp_path / "built", ("en",), pdf=False):
        pass
    monkeypatch.setenv("TOEVLUCHT_SNAPSHOT", str(snapshot))
    names: dict[str, Any] = {}
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            exec("".join(cell["source"]), names)
    folder = tmp_path / "built" / "en" / "figures"
    built = {path.stem: path.read_bytes() for path in folder.glob("*.csv")}
    assert built
    assert {name: names["tables"][name] for name in built} == built
