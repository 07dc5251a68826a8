"""What the records keep: the audit trail, and work that runs later."""

from toevlucht.records.models.audit import AuditLine, AuditSubject, AuditUnsealed
from toevlucht.records.models.break_glass import BreakGlass
from toevlucht.records.models.daily import DailyWork
from toevlucht.records.models.jobs import Job
from toevlucht.records.models.seals import AuditSeal, AuditSegment

__all__ = [
    "AuditLine",
    "AuditSeal",
    "AuditSegment",
    "AuditSubject",
    "AuditUnsealed",
    "BreakGlass",
    "DailyWork",
    "Job",
]
