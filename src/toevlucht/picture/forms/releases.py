"""What somebody at the centre chooses and writes about tables for others."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django import forms

from toevlucht.language import Day
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.picture.releasing.catalogue import TABLES


class ChooseForm(forms.Form):
    """Which table of which month to look at."""

    table = forms.ChoiceField(
        label=said("releases.form.table"),
        choices=[(code, said(f"releases.name.{code}")) for code in TABLES],
    )
    month = forms.ChoiceField(label=said("releases.form.month"))

    def __init__(self, data: object, months: Sequence[datetime.date]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        spoken = reader_language()
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (f"{one:%Y-%m}", spoken.day(Day(one, "month"))) for one in months
        ]

    def first_day(self) -> datetime.date:
        return datetime.date.fromisoformat(f"{self.cleaned_data['month']}-01")
