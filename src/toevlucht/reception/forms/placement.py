"""The forms of placement: what a family said, an answer to a proposal, another place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.geography.names import by_name
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.reception.actions.placing import STAYS
from toevlucht.reception.models import Family
from toevlucht.reception.models.placements import (
    ANSWERED,
    NEAR_TO,
    OVERRIDES,
    REFUSALS,
    SAID_BY,
)


def _choices(section: str, codes: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(code, said(f"placement.{section}.{code}")) for code in codes]


class WishesForm(forms.Form):
    """Everything may stay empty: what a family did not say is not a wish."""

    said_by = forms.ChoiceField(label=said("placement.field.said_by"))

    def __init__(self, family: Family, data: Any = None) -> None:
        kept = {wish.kind: wish.value for wish in family.wishes.all()}
        super().__init__(data, initial=kept)
        self.fields["said_by"].choices = _choices("said_by", SAID_BY)  # type: ignore[attr-defined]
        towns = by_name(areas.municipalities(timezone.localdate()), reader_language())
        for kind in NEAR_TO:
            self._offer(kind, [("", said("placement.not_said")), *towns])
        for kind in ANSWERED:
            yes = [("", said("placement.not_said")), ("yes", said("placement.yes"))]
            self._offer(kind, yes)
        days = [(one, said("placement.days", n=int(one))) for one in STAYS]
        self._offer("stay", [("", said("placement.not_said")), *days])

    def _offer(self, kind: str, choices: list[tuple[str, Any]]) -> None:
        label = said(f"placement.wish.{kind}")
        self.fields[kind] = forms.ChoiceField(label=label, choices=choices, required=False)

    def said(self) -> dict[str, str]:
        given = self.cleaned_data
        return {kind: given[kind] for kind in given if kind != "said_by" and given[kind]}


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(label=said("placement.field.reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = _choices("refusal", REFUSALS)  # type: ignore[attr-defined]


class OverrideForm(forms.Form):
    """``places``: rows of the places that can be chosen, with how each is called."""

    place = forms.ChoiceField(label=said("placement.field.place"))
    reason = forms.ChoiceField(label=said("placement.field.why"))

    def __init__(self, places: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["reason"].choices = _choices("override", OVERRIDES)  # type: ignore[attr-defined]
