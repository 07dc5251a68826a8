"""The demo makes accounts whose passwords it prints, so it keeps away from real use."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from toevlucht.cli import main


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DJANGO_SETTINGS_MODULE", "toevlucht.settings.production"),
        ("TOEVLUCHT_DATABASE_URL", "postgresql://desk@db.example/picture"),
        ("TOEVLUCHT_KEY_STORE_URL", "postgresql://keys@db.example/keys"),
    ],
)
def test_the_demo_refuses_where_the_site_is_in_real_use(
    tmp_path: Path, variable: str, value: str
) -> None:
    kept = tmp_path / "demo" / "kept"
    kept.mkdir(parents=True)
    runner = CliRunner(env={"TOEVLUCHT_DATA": str(tmp_path), variable: value})
    done = runner.invoke(main, ["demo", "--language", "en"])
    assert done.exit_code == 1
    assert f"unset {variable} first" in done.output
    assert kept.is_dir()
