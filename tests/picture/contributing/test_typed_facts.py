"""Tables without contribution.toml: its facts are typed in, and become one that can be read."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from tests.picture.contributing.people import Desks
from tests.picture.desk import Desk, observation

from toevlucht.picture.models import Contribution
from toevlucht.picture.packing import manifest_text

TABLES = "/en/desk/contributions/send/tables/"
FACTS: dict[str, Any] = {
    "series": "ukraine-2022",
    "period_from": "2022-02-24",
    "period_to": "2022-04-24",
    "cut_off": "2022-04-24",
    "counting_mode": "cumulative",
    "handling": "amber",
    "recipients": ["emm", "police"],
    "origin": "publication",
    "purpose": "strategic intelligence picture",
    "contact": 'the desk "questions"',
    "nil": ["watch"],
}


@pytest.fixture
def table(tmp_path: Path) -> SimpleUploadedFile:
    folder = Desk(tmp_path / "tables").receive("kmar", observations=[observation("K-1")])
    return SimpleUploadedFile("observations.csv", (folder / "observations.csv").read_bytes())


def test_nobody_has_to_write_toml(desks: Desks, table: SimpleUploadedFile) -> None:
    desks.client("owner").post(TABLES, FACTS | {"uploads": [table]})
    taken = Contribution.objects.get()
    assert taken.rows == {"observations": 1}
    assert (taken.handling, taken.recipients, taken.nil) == ("amber", ["emm", "police"], ["watch"])


def test_what_is_missing_is_said_at_its_field(desks: Desks, table: SimpleUploadedFile) -> None:
    given = {name: value for name, value in FACTS.items() if name not in ("contact", "cut_off")}
    response = desks.client("owner").post(TABLES, given | {"uploads": [table]})
    page = response.content.decode()
    assert response.status_code == 400
    assert '<a href="#id_contact">' in page
    assert '<a href="#id_cut_off">' in page
    assert not Contribution.objects.exists()


def test_a_formula_in_a_fact_is_refused_as_in_a_file(
    desks: Desks, table: SimpleUploadedFile
) -> None:
    response = desks.client("owner").post(
        TABLES, FACTS | {"contact": "=HYPERLINK(1)", "uploads": [table]}
    )
    assert response.status_code == 400
    assert '<a href="#id_contact">' in response.content.decode()


def test_red_is_not_offered(desks: Desks, table: SimpleUploadedFile) -> None:
    response = desks.client("owner").post(TABLES, FACTS | {"handling": "red", "uploads": [table]})
    assert response.status_code == 400


@given(
    st.text(min_size=1, max_size=80),
    st.lists(st.text(min_size=1, max_size=20), max_size=4),
    st.dates(),
    st.integers(0, 2**62),
)
def test_any_fact_is_read_back_as_it_was_typed(
    text: str, texts: list[str], day: datetime.date, number: int
) -> None:
    facts = {"purpose": text, "recipients": tuple(texts), "cut_off": day, "seed": number}
    read = tomllib.loads(manifest_text(facts))["contribution"]  # type: ignore[arg-type]
    assert read == {"purpose": text, "recipients": texts, "cut_off": day, "seed": number}
