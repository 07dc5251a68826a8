"""What a coordinator fills in about a rumour."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.language import LANGUAGES
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.said import said
from toevlucht.signals.actions.rumours import PARTS, VERDICTS, Heard

LONGEST = 2_000
MOST_TELLERS = 1_000


class HeardForm(forms.Form):
    """How many told it, and when; or the report in which it stands."""

    count = forms.IntegerField(
        label=said("rumours.form.count"),
        help_text=said("rumours.form.count_help"),
        min_value=1,
        max_value=MOST_TELLERS,
        initial=1,
    )
    heard_on = forms.DateField(
        label=said("rumours.form.heard_on"),
        initial=timezone.localdate,
        widget=DayInput(),
    )
    report = forms.CharField(
        label=said("rumours.form.report"),
        help_text=said("rumours.form.report_help"),
        max_length=20,
        required=False,
    )

    def clean_heard_on(self) -> datetime.date:
        on: datetime.date = self.cleaned_data["heard_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(said("rumours.refused.future"))
        return on

    def heard(self) -> Heard:
        given = self.cleaned_data
        return Heard(given["count"], given["heard_on"], given["report"].strip().lower())


class RumourForm(HeardForm):
    """A new one: the story in words that name nobody."""

    story = forms.CharField(
        label=said("rumours.form.story"),
        help_text=said("rumours.form.story_help"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    municipality = forms.ChoiceField(
        label=said("rumours.form.municipality"),
        help_text=said("rumours.form.municipality_help"),
        required=False,
    )
    field_order = ("story", "municipality", "count", "heard_on", "report")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = areas.municipalities(timezone.localdate())
        named = sorted(((one.code, one.named.name("nl")) for one in known), key=lambda one: one[1])
        chosen = self.fields["municipality"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", said("rumours.form.everywhere")), *named]


class CheckForm(forms.Form):
    """What was found, and how that is known."""

    found = forms.CharField(
        label=said("rumours.form.found"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sources = forms.CharField(
        label=said("rumours.form.sources"),
        help_text=said("rumours.form.sources_help"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    verdict = forms.ChoiceField(
        label=said("rumours.form.verdict"),
        choices=[(code, said(f"rumours.verdict.{code}")) for code in VERDICTS],
        widget=forms.RadioSelect,
    )


class WithdrawAnswerForm(forms.Form):
    """Why an answer is withdrawn, for everybody, in three languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag in LANGUAGES:
            self.fields[f"reason_{tag}"] = forms.CharField(
                label=said(f"rumours.form.reason_{tag}"),
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2, "lang": tag}),
            )

    def reason(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"reason_{tag}"] for tag in LANGUAGES}


class AnswerForm(forms.Form):
    """The answer that everybody reads: each of its parts in three languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            for tag in LANGUAGES:
                label = said(f"rumours.form.{part}_{tag}")
                widget = forms.Textarea(attrs={"rows": 3, "lang": tag})
                self.fields[f"{part}_{tag}"] = forms.CharField(
                    label=label, max_length=LONGEST, widget=widget
                )

    def answer(self) -> dict[str, dict[str, str]]:
        given = self.cleaned_data
        return {tag: {part: given[f"{part}_{tag}"] for part in PARTS} for tag in LANGUAGES}
