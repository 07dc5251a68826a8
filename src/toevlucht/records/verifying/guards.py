"""The triggers that keep the trail: whoever tampers switches one off first, and may forget it."""

from __future__ import annotations

from django.db import connection

from toevlucht.records.verifying.verdict import Verdict

STAYING = (
    "records_auditline",
    "records_auditsubject",
    "records_auditseal",
    "records_auditsegment",
)
FOR_ALL = ("records_auditline_written", "records_auditunsealed_seal_first")
GUARDS = {
    "postgresql": {*FOR_ALL, "records_auditunsealed_stays", *(f"{t}_stays" for t in STAYING)},
    "sqlite": {
        *FOR_ALL,
        "records_auditunsealed_stays_update",
        *(f"{t}_stays_{when}" for t in STAYING for when in ("update", "delete", "replace")),
    },
}
AT_WORK = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def check_guards(verdict: Verdict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(AT_WORK[connection.vendor])
        at_work = {name for (name,) in cursor.fetchall()}
    for guard in sorted(GUARDS[connection.vendor] - at_work):
        verdict.problem("guard_off", guard=guard)
