"""What an editor fills in to let a series rest: why, and when it should resume."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from toevlucht.layout.said import said
from toevlucht.picture.actions.series import ResumeRule
from toevlucht.picture.forms.reasons import ReasonForm
from toevlucht.picture.trigger import RUNGS

RUNG = "rung"  # the code list


class SuspendForm(ReasonForm):
    rungs = forms.MultipleChoiceField(
        label=said("series.form.rungs"),
        help_text=said("series.form.rungs_help"),
        choices=[(rung, said(f"codes.{RUNG}.{rung}")) for rung in RUNGS],
        initial=list(RUNGS),
        widget=forms.CheckboxSelectMultiple,
    )
    factor = forms.DecimalField(
        label=said("series.form.factor"),
        help_text=said("series.form.factor_help"),
        min_value=Decimal(1),
        max_value=Decimal(20),
        max_digits=4,
        decimal_places=2,
        initial=Decimal(2),
    )
    minimum = forms.IntegerField(
        label=said("series.form.minimum"),
        help_text=said("series.form.minimum_help"),
        min_value=1,
        max_value=1000,
        initial=3,
    )
    chance = forms.DecimalField(
        label=said("series.form.chance"),
        help_text=said("series.form.chance_help"),
        min_value=Decimal("0.0001"),
        max_value=Decimal("0.5"),
        max_digits=5,
        decimal_places=4,
        initial=Decimal("0.05"),
    )

    def rule(self) -> ResumeRule:
        given = self.cleaned_data
        return ResumeRule(given["rungs"], given["chance"], given["factor"], given["minimum"])
