"""The panel with the conversation on the page of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toevlucht.records.viewer import Viewer
from toevlucht.signals.answers import answers_for
from toevlucht.signals.forms.answering import MessageForm, OutcomeForm
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.queries.conversation import turns
from toevlucht.signals.queries.opening import Opened


def conversation(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    """Only who handles the report writes to the reporter, and reads what the reporter wrote."""
    if opened is None or opened.key is None:
        return {"turns": None}
    return {
        "turns": turns(entry.report, opened.key),
        "message": MessageForm(),
        "tell": OutcomeForm(answers=answers_for(entry.report.outcome)),
    }
