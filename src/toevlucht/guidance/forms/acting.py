"""What an organisation says about a change."""

from __future__ import annotations

from django import forms

from toevlucht.guidance.models.acting import OUTCOMES
from toevlucht.layout.said import said

LONGEST = 1_000


class AnswerForm(forms.Form):
    """Done, or not applicable and why."""

    outcome = forms.ChoiceField(
        label=said("handbooks.task.outcome"),
        choices=[(one, said(f"handbooks.outcome.{one}")) for one in OUTCOMES],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=said("handbooks.task.reason"),
        help_text=said("handbooks.task.reason_hint"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
