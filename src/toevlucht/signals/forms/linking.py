"""What a coordinator chooses to say that two reports are about the same thing, or not."""

from __future__ import annotations

from django import forms

from toevlucht.layout.said import said
from toevlucht.records.references import LENGTH, PATTERN
from toevlucht.signals import codes


class JudgeForm(forms.Form):
    other = forms.RegexField(
        rf"\A{PATTERN.pattern}\Z",
        label=said("assessing.form.other"),
        help_text=said("assessing.form.other_help"),
        max_length=LENGTH,
        error_messages={"invalid": said("assessing.refused.no_such_report")},
    )
    judgement = forms.ChoiceField(
        choices=[(code, code) for code in codes.JUDGEMENTS],
        widget=forms.HiddenInput,
        initial="yes",
    )
