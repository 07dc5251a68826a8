"""What is filled in to set how long reports are kept, and to hold one or let it go."""

from __future__ import annotations

from django import forms

from toevlucht.layout.said import said
from toevlucht.signals import codes
from toevlucht.signals.forms.handling import reason_field, words_of
from toevlucht.signals.retention import LONGEST_MONTHS

NOBODY_CLOSED = "unclosed"  # what a form says for no outcome
CHANGEABLE = ("public", "reporter", "partner")


class TermForm(forms.Form):
    origin = forms.ChoiceField(
        label=said("keeping.term.origin"),
        choices=words_of("codes_of_reports.origin", CHANGEABLE),
    )
    outcome = forms.ChoiceField(
        label=said("keeping.term.outcome"),
        choices=[
            *words_of("codes_of_reports.outcome", codes.OUTCOMES),
            (NOBODY_CLOSED, said("keeping.term.unclosed")),
        ],
    )
    months = forms.IntegerField(
        label=said("keeping.term.months"), min_value=1, max_value=LONGEST_MONTHS
    )

    def outcome_code(self) -> str:
        chosen: str = self.cleaned_data["outcome"]
        return "" if chosen == NOBODY_CLOSED else chosen


class HoldForm(forms.Form):
    hold_reason = reason_field(said("keeping.hold.reason"))
