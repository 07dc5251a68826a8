"""The lines that are not sealed yet: how many, and whether one was put there or taken away."""

from __future__ import annotations

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from toevlucht.records.macs import moment
from toevlucht.records.models import AuditLine, AuditSeal, AuditSegment, AuditUnsealed
from toevlucht.records.verifying.segment import TOLERANCE
from toevlucht.records.verifying.verdict import NAMED_AT_MOST, Verdict


def check_tail(verdict: Verdict) -> None:
    sealed = AuditSeal.objects.filter(line=OuterRef("pk"))
    waiting = AuditUnsealed.objects.filter(line=OuterRef("pk"))
    open_lines = AuditLine.objects.filter(~Exists(sealed))
    found = open_lines.aggregate(n=Count("pk"), oldest=Min("at"))
    verdict.unsealed, verdict.oldest_unsealed = found["n"], found["oldest"]

    # The database makes each line wait when it is written: one that does not wait came otherwise.
    for line in _some(open_lines.filter(~Exists(waiting))):
        verdict.problem("line_withheld", line=line)
    lines = AuditLine.objects.filter(pk=OuterRef("line"))
    seals = AuditSeal.objects.filter(line=OuterRef("line"))
    gone = AuditUnsealed.objects.filter(~Exists(lines), ~Exists(seals)).order_by("line")
    for line in gone.values_list("line", flat=True)[:NAMED_AT_MOST]:
        verdict.problem("waiting_line_removed", line=line)

    last = AuditSegment.objects.order_by("-number").first()
    if last:
        late = open_lines.filter(Exists(waiting), at__lt=last.sealed_at - TOLERANCE)
        for line in _some(late):
            verdict.note("unsealed_late", line=line, sealed=moment(last.sealed_at))


def _some(lines: QuerySet[AuditLine]) -> list[int]:
    return list(lines.order_by("pk").values_list("pk", flat=True)[:NAMED_AT_MOST])
