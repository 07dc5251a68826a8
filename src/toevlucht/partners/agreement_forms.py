"""The forms with which the centre writes down agreements, and ends them."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.actions.agreements import LONGEST, Terms
from toevlucht.partners.bases import bases_on
from toevlucht.partners.models import Organisation
from toevlucht.partners.queries import organisations_for
from toevlucht.partners.rules import AGREED_ACTS
from toevlucht.records.viewer import Viewer

USUAL_DAYS = 14


class ChosenOrganisation(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An organisation by the name that the reader knows."""

    def label_from_instance(self, one: Organisation) -> str:
        return one.name(reader_language().tag)


class NewAgreement(forms.Form):
    """Who passes on what to whom, on which grounds."""

    sender = ChosenOrganisation(Organisation.objects.none(), label=said("places.field.sender"))
    receiver = ChosenOrganisation(Organisation.objects.none(), label=said("places.field.receiver"))
    acts = forms.MultipleChoiceField(
        label=said("places.field.acts"), widget=forms.CheckboxSelectMultiple
    )
    bases = forms.MultipleChoiceField(
        label=said("places.field.bases"),
        help_text=said("places.hint.bases"),
        widget=forms.CheckboxSelectMultiple,
    )
    answer_days = forms.IntegerField(
        label=said("places.field.answer_days"),
        help_text=said("places.hint.answer_days"),
        min_value=1,
        max_value=LONGEST,
        initial=USUAL_DAYS,
    )
    valid_from = forms.DateField(label=said("places.field.valid_from"), widget=DayInput())
    valid_to = forms.DateField(
        label=said("places.field.valid_to"),
        help_text=said("places.hint.valid_to"),
        widget=DayInput(),
        required=False,
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = organisations_for(viewer).filter(is_active=True)
        for side in ("sender", "receiver"):
            self.fields[side].queryset = known  # type: ignore[attr-defined]
        self.fields["acts"].choices = [  # type: ignore[attr-defined]
            (act, said(f"places.act.{act}")) for act in AGREED_ACTS
        ]
        self.fields["bases"].choices = [  # type: ignore[attr-defined]
            (one.code, said("places.agreements.basis", name=one.name, meaning=one.meaning))
            for one in bases_on(timezone.localdate())
        ]
        self.fields["valid_from"].initial = timezone.localdate

    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            acts=given["acts"],
            bases=given["bases"],
            answer_days=given["answer_days"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
        )


class EndedAgreement(forms.Form):
    """Its last day."""

    valid_to = forms.DateField(label=said("places.field.last_day"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].initial = timezone.localdate

    def last_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["valid_to"]
        return day
