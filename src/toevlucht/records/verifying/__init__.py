"""Compute every seal of the audit trail again, and compare with the heads that were exported."""

from toevlucht.records.verifying.checking import Verification
from toevlucht.records.verifying.verdict import Finding, Verdict

__all__ = ["Finding", "Verdict", "Verification"]
