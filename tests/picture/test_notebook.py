"""The notebook runs as it stands, and its tables are those of the edition that was built."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.docs.project import DOCS
from tests.picture.conftest import Built, Frozen

NOTEBOOK = DOCS / "picture-figures.ipynb"
EDITION = "edition-2"


def test_the_notebook_gives_the_figures_of_the_built_edition(
    demo_frozen: Frozen, demo_built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOEVLUCHT_SNAPSHOT", str(demo_frozen(EDITION)))
    names: dict[str, Any] = {}
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            exec("".join(cell["source"]), names)
    folder = demo_built(EDITION) / "en" / "figures"
    built = {path.stem: path.read_bytes() for path in folder.glob("*.csv")}
    assert built
    assert {name: names["tables"][name] for name in built} == built
