"""Why something is as it is, for everybody to read: in three languages."""

from __future__ import annotations

from django import forms

from toevlucht.language import LANGUAGES
from toevlucht.layout.said import said

LONGEST = 2000


class ReasonForm(forms.Form):
    reason_nl = forms.CharField(
        label=said("series.form.reason_nl"), max_length=LONGEST, widget=forms.Textarea
    )
    reason_en = forms.CharField(
        label=said("series.form.reason_en"), max_length=LONGEST, widget=forms.Textarea
    )
    reason_uk = forms.CharField(
        label=said("series.form.reason_uk"), max_length=LONGEST, widget=forms.Textarea
    )

    def reason(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"reason_{tag}"] for tag in LANGUAGES}
