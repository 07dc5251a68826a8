"""A day in a form: a browser shows it only where it is written as the standard of HTML says."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import translation
from tests.docs.project import SOURCE

from toevlucht.layout.day_input import DayInput


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_a_day_is_written_as_a_browser_reads_it_in_every_language(tag: str) -> None:
    with translation.override(tag):
        shown = DayInput().render("on", datetime.date(2022, 4, 1))
    assert 'type="date"' in shown
    assert 'value="2022-04-01"' in shown


def test_no_form_writes_a_day_in_another_way() -> None:
    for path in SOURCE.rglob("*.py"):
        found = re.findall(r"forms\.DateInput", path.read_text())
        assert not found or path.name == "day_input.py", path
