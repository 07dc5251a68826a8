"""Whoever steals both databases and the file store after 1,000 reports finds no person in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.signals.telling import UTRECHT, municipality, viewer

from toevlucht.records.actions import unit_of_work
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.jobs import work_all
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import PUBLIC
from toevlucht.signals import policy
from toevlucht.signals.actions import keeping
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.actions.handling import close
from toevlucht.signals.actions.receiving import ReceiptKeys, Way, receive_report
from toevlucht.signals.models import Report
from toevlucht.signals.telling import Telling, Words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REPORTS = 1_000
WITH_MORE = range(0, REPORTS, 50)  # these have a file, a hold and a reason to be closed
FIRST = ("Olena", "Іванна", "Bohdan", "Тетяна", "Willem")
LAST = ("Kovalenko", "Шевченко", "Van der Zwaluw", "Бондаренко", "Hoogenbirk")


def name(number: int) -> str:
    return f"{FIRST[number % 5]} {LAST[number // 5 % 5]} {number:04}"


def phone(number: int) -> str:
    return f"06-{31_000_000 + 977 * number:08}"


def told(number: int) -> Telling:
    words = Words(
        facts=f"Mevrouw {name(number)} zag hoe een busje wegreed, kenteken 12-ABC-{number % 10}.",
        interpretation=f"Можливо, {name(number)} обіцяли роботу.",
        place=f"Kolibriestraat {number} achter",
        day="in de ochtend van de derde markt",
        persons=f"{name(number)}, tel. {phone(number)}",
        contact=f"melder{number}@voorbeeld.example",
        keep_from="" if number in WITH_MORE else "de beheerder van de sporthal",
    )
    return Telling(words, situation="work", place_kind="reception", municipality=UTRECHT)


# Every name, number and sentence above has one of these in it.
TELLING = (
    *(*FIRST, *LAST, "06-31", "melder", "Kolibriestraat", "zag hoe een busje", "kenteken"),
    *("обіцяли роботу", "in de ochtend van", "de beheerder van", "A court asked for"),
    *("Nothing came of what", "passport of"),
)


def test_a_dump_of_everything_tells_no_name_no_number_and_no_sentence(data_folder: Path) -> None:
    _thousand_reports()
    assert Report.objects.count() == REPORTS
    stolen = b"\n".join([*_dumped("default"), *_dumped("keys"), *_file_store(data_folder)])
    assert b"GM0344" in stolen  # what is open is there, so the search would find the rest
    found = [words for words in TELLING if any(form in stolen for form in _forms(words))]
    assert found == []


def _thousand_reports() -> None:
    coordinator = viewer(municipality())
    for number in range(REPORTS):
        with unit_of_work():
            receipt = ReceiptKeys(f"{number:064}", number.to_bytes(32, "big"))
            found = receive_report(PUBLIC, told(number), Way("page", "public", "uk"), receipt)
        if number not in WITH_MORE:
            continue
        key = custody.open_key(found.record, "gm0344")
        file = GivenFile(f"{name(number)}.txt", f"passport of {name(number)}".encode())
        entry = policy.find_entry(coordinator, found.reference)
        assert entry
        with unit_of_work():
            attach_files(found, key, [file])
            keeping.hold(coordinator, entry, f"A court asked for the papers of {name(number)}.")
            close(coordinator, entry, "too_little", f"Nothing came of what {name(number)} told.")
    assert work_all() == len(WITH_MORE)


def _forms(secret: str) -> Iterator[bytes]:
    """As UTF-8, as UTF-16, and as JSON would write it."""
    yield secret.encode()
    yield secret.encode("utf-16-le")
    yield json.dumps(secret)[1:-1].encode()


def _dumped(alias: str) -> Iterator[bytes]:
    """The raw bytes of SQLite, or every row of PostgreSQL as it copies them."""
    store = connections[alias]
    store.ensure_connection()
    if store.vendor == "sqlite":
        yield store.connection.serialize()
        return
    with store.cursor() as cursor:
        for table in store.introspection.table_names(cursor):
            statement = f'COPY "{table}" TO STDOUT (FORMAT BINARY)'
            with cursor.copy(statement) as rows:
                yield b"".join(bytes(part) for part in rows)


def _file_store(folder: Path) -> Iterator[bytes]:
    stored = [path for path in folder.rglob("*") if path.is_file()]
    assert len(stored) >= 2 * len(WITH_MORE)
    for path in stored:
        yield str(path).encode()
        yield path.read_bytes()
