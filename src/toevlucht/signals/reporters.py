"""Reporters who are known hold the key of their own report, so that they can read the answer."""

from __future__ import annotations

from toevlucht.signals.models import Report


def holder_of(report: Report) -> str:
    """Under which name a known reporter holds the key. No organisation can have such a code."""
    return f"reporter:{report.reporter}"
