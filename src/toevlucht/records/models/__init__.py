"""What the records keep: the audit trail, and work that runs later."""

from toevlucht.records.models.audit import AuditLine

__all__ = ["AuditLine"]
