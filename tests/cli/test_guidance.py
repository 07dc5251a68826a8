"""`toevlucht guidance load`: publishes what came with the software, once, and never over it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result
from pytest_django.fixtures import Settings

from toevlucht.cli import guidance, main
from toevlucht.guidance.actions import publishing
from toevlucht.guidance.models import Version
from toevlucht.guidance.shipped import shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The tests have a database already."""
    monkeypatch.setattr(guidance, "prepare", lambda: settings.TOEVLUCHT_DATA)


def load() -> Result:
    return CliRunner().invoke(main, ["guidance", "load", "--language", "en"])


def test_it_publishes_once_and_refuses_another_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "5 versions of handbooks are published." in load().output
    assert "0 versions" in load().output
    goo, *others = shipped()
    first = replace(goo.versions[0], act_within_days=1)
    changed = [replace(goo, versions=(first, *goo.versions[1:])), *others]
    monkeypatch.setattr(publishing, "shipped", lambda: changed)
    refused = load()
    assert refused.exit_code == 1
    assert "with another text: goo 1" in refused.output
    assert Version.objects.count() == 5
