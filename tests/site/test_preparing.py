"""Who else works on the same machine reads nothing that the site writes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from toevlucht.site.preparing import prepare
prepare()
from django.core.mail import send_mail
send_mail("A link", "https://site.example/link", None, ["somebody@example.org"])
"""


def test_data_and_mails_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOEVLUCHT_")}
    environment = {**kept, "TOEVLUCHT_DATA": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "toevlucht.settings.default"
    subprocess.run([sys.executable, "-c", PROGRAM], env=environment, check=True, umask=0o022)
    places = [folder, *folder.rglob("*")]
    assert any(place.suffix == ".eml" for place in places)  # the mail
    assert [place.name for place in places if stat.S_IMODE(place.stat().st_mode) & 0o077] == []
