"""The form of a round: for each requirement what was found, why, and who mends what is not met."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.said import said
from toevlucht.reception.actions.inspecting import MEND_WITHIN, Found
from toevlucht.reception.models.inspections import MET, RESULTS
from toevlucht.reception.queries.inspections import Asked
from toevlucht.records.attachments.taking import FilesRefused, given_files

Sent = Mapping[str, Any] | None


class ItemForm(forms.Form):
    """What is said of one requirement. Everything may wait, until the round is finished."""

    result = forms.ChoiceField(
        label=said("inspections.field.result"),
        choices=[(one, said(f"inspections.result.{one}")) for one in RESULTS],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=said("inspections.field.reason"),
        help_text=said("inspections.hint.reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4_000,
        required=False,
    )
    owner = forms.TypedChoiceField(
        label=said("inspections.field.owner"), coerce=int, empty_value=None, required=False
    )
    due_on = forms.DateField(
        label=said("inspections.field.due_on"),
        widget=DayInput(),
        required=False,
    )

    def __init__(self, asked: Asked, colleagues: Mapping[int, str], sent: Sent) -> None:
        now = {"result": asked.item.result, "reason": asked.reason or ""}
        super().__init__(sent, prefix=asked.item.code, initial=now)
        self.asked = asked
        self.files_problem = ""
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", said("inspections.form.me")),
            *colleagues.items(),
        ]

    def clean_due_on(self) -> datetime.date | None:
        given: datetime.date | None = self.cleaned_data["due_on"]
        if given and given < timezone.localdate():
            raise forms.ValidationError(said("inspections.problem.due_in_the_past"))
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        result, reason = given.get("result", ""), given.get("reason", "").strip()
        if result not in ("", MET) and not reason:
            self.add_error("reason", said("inspections.problem.no_reason"))
        return given


@dataclass
class Round:
    """The forms of all items, and the photos that came with them."""

    forms: Sequence[ItemForm]
    photos: Mapping[str, list[Any]]

    @classmethod
    def of(
        cls, asked: Sequence[Asked], colleagues: Mapping[int, str], request: HttpRequest | None
    ) -> Round:
        """Without a request that sends something: what was saved before."""
        sent = request.POST if request is not None else None
        made = [ItemForm(one, colleagues, sent) for one in asked]
        files = request.FILES if request is not None else None
        photos = {
            one.item.code: files.getlist(f"{one.item.code}-photos") if files else []
            for one in asked
        }
        return cls(made, photos)

    def found(self) -> dict[str, Found] | None:
        """What was said, by code of the requirement; None where something is wrong."""
        every = {form.asked.item.code: self._found(form) for form in self.forms}
        good = {code: found for code, found in every.items() if found is not None}
        return good if len(good) == len(every) else None

    def _found(self, form: ItemForm) -> Found | None:
        code, already = form.asked.item.code, len(form.asked.photos)
        is_valid = form.is_valid()
        try:
            photos = given_files(self.photos[code], already)
        except FilesRefused as refused:
            form.files_problem = said(refused.message.key, **refused.message.values)
            return None
        if not is_valid:
            return None
        given = form.cleaned_data
        return Found(given["result"], given["reason"], photos, given["owner"], given["due_on"])

    def problems(self) -> list[tuple[str, str, str]]:
        """Of each: the field in the page, the requirement, and what is wrong with it."""
        told = []
        for form in self.forms:
            code = form.asked.item.code
            for name, errors in form.errors.items():
                told += [(form[name].id_for_label, code, str(error)) for error in errors]
            if form.files_problem:
                told.append((f"id_{code}-photos", code, str(form.files_problem)))
        return told

    def unanswered(self, codes: Sequence[str]) -> list[tuple[str, str, str]]:
        still = said("inspections.problem.not_looked_at")
        return [(f"id_{code}-result_0", code, str(still)) for code in codes]


def proposed_day() -> datetime.date:
    """When something is to be mended where nobody says another day."""
    return timezone.localdate() + MEND_WITHIN


class BeginForm(forms.Form):
    """For which occasion a round begins."""

    occasion = forms.ChoiceField(label=said("inspections.field.occasion"))

    def __init__(self, occasions: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasion"].choices = [  # type: ignore[attr-defined]
            (one, said(f"inspections.occasion.{one}")) for one in occasions
        ]


class ImprovementForm(forms.Form):
    """Who mends it, and by when."""

    owner = forms.TypedChoiceField(label=said("inspections.field.owner"), coerce=int)
    due_on = forms.DateField(
        label=said("inspections.field.due_on"),
        widget=DayInput(),
    )

    def __init__(self, colleagues: Mapping[int, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(colleagues.items())  # type: ignore[attr-defined]


class MendedForm(forms.Form):
    """What was done about it."""

    words = forms.CharField(
        label=said("inspections.field.mended"),
        help_text=said("inspections.hint.reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
    )
