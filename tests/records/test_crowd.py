"""However many read at once: no line is lost, and each is sealed once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from tests.records.crowd import EACH, count

SCRIPT = """
import json, sys
from toevlucht.site.preparing import prepare
prepare()
from tests.records.crowd import count
print(json.dumps(count(int(sys.argv[1]))))
"""
ROOT = Path(__file__).parents[2]


@pytest.mark.django_db(transaction=True)
def test_no_line_of_a_crowd_is_lost_or_sealed_twice(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if connection.vendor == "postgresql":
        readers = 50
        found = count(readers)
    else:
        readers = 8
        folder = shutil.copytree(request.getfixturevalue("prepared"), tmp_path / "crowd")
        found = on_a_file_of_its_own(readers, folder)
    lines = readers * EACH
    assert found == {
        "lines": lines,
        "different": lines,
        "seals": lines,
        "sealed": lines,
        "waiting": 0,
        "several": True,
        "intact": True,
    }


def on_a_file_of_its_own(readers: int, folder: Path) -> dict[str, object]:
    """The tests keep SQLite in memory, where threads cannot wait for each other."""
    environment = {
        **os.environ,
        "TOEVLUCHT_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "toevlucht.settings.default",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(readers)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
