"""Answer from the page of a report: acknowledge it, write, and tell what came of it."""

from __future__ import annotations

from toevlucht.signals.actions import answering
from toevlucht.signals.answers import answers_for
from toevlucht.signals.forms.answering import MessageForm, OutcomeForm
from toevlucht.signals.pages.handling import filled, handler

acknowledge = handler(
    "acknowledge",
    "report.acknowledged",
    lambda by, entry, _: answering.acknowledge(by, entry),
)
write = handler(
    "write",
    "report.written_to",
    lambda by, entry, given: answering.write_to_reporter(by, entry, given["message"]),
    "message",
    filled(MessageForm),
)
tell = handler(
    "tell",
    "report.answered",
    lambda by, entry, given: answering.tell_outcome(by, entry, given["answer"]),
    "tell",
    lambda given, by, entry: OutcomeForm(given, answers=answers_for(entry.report.outcome)),
)
