"""The database itself keeps the audit trail: rows come, and none changes or goes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from tests.records.trail import line

from toevlucht.records.models import (
    AuditLine,
    AuditSeal,
    AuditSegment,
    AuditSubject,
    AuditUnsealed,
)
from toevlucht.records.sealing import seal

pytestmark = pytest.mark.django_db(transaction=True)

STAYING = [AuditLine, AuditSubject, AuditSeal, AuditSegment]


@pytest.fixture(autouse=True)
def sealed() -> None:
    line(ids=["1", "2"])
    seal()


def refused(statement: str) -> None:
    said = pytest.raises(DatabaseError, match=r"only grows|until it is sealed")
    with said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", STAYING)
def test_nobody_changes_a_row(model: type[Model]) -> None:
    column = model._meta.pk.column
    refused(f"UPDATE {model._meta.db_table} SET {column} = {column} + 1000")


@pytest.mark.parametrize("model", STAYING)
def test_nobody_removes_a_row(model: type[Model]) -> None:
    refused(f"DELETE FROM {model._meta.db_table}")
    assert model._default_manager.exists()


@pytest.mark.parametrize("model", [*STAYING, AuditUnsealed])
def test_nobody_empties_a_table(model: type[Model]) -> None:
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {model._meta.db_table}")


def test_nobody_puts_another_line_in_the_place_of_one() -> None:
    if connection.vendor == "sqlite":
        columns = "id, at, request, person, organisation, roles, channel, on_behalf_of, event, "
        columns += "kind, ids, purpose, ground, outcome"
        refused(
            f"INSERT OR REPLACE INTO records_auditline ({columns}) "
            f"SELECT {columns} FROM records_auditline"
        )
    else:
        refused(
            "INSERT INTO records_auditline SELECT * FROM records_auditline "
            "ON CONFLICT (id) DO UPDATE SET event = 'page.opened'"
        )


def test_a_line_that_waits_cannot_be_kept_from_its_seal() -> None:
    waiting = line()
    refused(f"DELETE FROM records_auditunsealed WHERE line_id = {waiting.pk}")
    refused("UPDATE records_auditunsealed SET line_id = 1000")
    seal()
    assert AuditSeal.objects.filter(line=waiting.pk).exists()
    assert not AuditUnsealed.objects.exists()


def test_each_record_that_a_line_names_leads_to_it() -> None:
    once = line(event="contribution.read", kind="contribution", ids=["7", "8", "7"])
    found = AuditSubject.objects.filter(line=once.pk).values_list("kind", "subject")
    assert sorted(found) == [("contribution", "7"), ("contribution", "8")]
