"""The forms with which host households are entered, and their steps recorded."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.geography.names import by_name
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.queries import reporters_of
from toevlucht.reception.actions.host_steps import Step
from toevlucht.reception.actions.households import AboutHousehold, Offered
from toevlucht.reception.models import HostOffer
from toevlucht.reception.models.hosts import CERTIFICATES, OUTCOMES, SEXES, WITH_WORDS
from toevlucht.records.viewer import Viewer

LONGEST = 4000
SPOKEN = ("nl", "en", "uk", "ru", "de", "fr", "es", "it", "pl", "tr", "ar")


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **options)


def words_field(label: Any, hint: str = "places.hint.sealed", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=said(hint),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        **options,
    )


class HouseholdForm(forms.Form):
    """A host household: all of it is sealed but the account."""

    name = forms.CharField(
        label=said("places.field.host_name"), help_text=said("places.hint.sealed"), max_length=120
    )
    address = forms.CharField(
        label=said("places.field.address"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    telephone = forms.CharField(label=said("places.field.telephone"), max_length=40, required=False)

    def about(self) -> AboutHousehold:
        given = self.cleaned_data
        return AboutHousehold(
            given["name"], given["address"], given["telephone"], given.get("person")
        )


class HouseholdOfMunicipality(HouseholdForm):
    """The same, with the account of the host."""

    person = forms.TypedChoiceField(
        label=said("places.field.host_account"),
        help_text=said("places.hint.host_account"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", said("places.form.no_account")),
            *reporters_of(viewer),
        ]


class EnteredHousehold(HouseholdForm):
    """By another organisation, for a municipality."""

    municipality = forms.ChoiceField(label=said("places.field.municipality"))
    signed_up_on = day_field(said("host_steps.field.signed_up_on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["municipality"].choices = by_name(  # type: ignore[attr-defined]
            areas.municipalities(today), reader_language()
        )
        self.fields["signed_up_on"].initial = today


class StepForm(forms.Form):
    """What came out of one step, when, and what was seen or said."""

    outcome = forms.ChoiceField(
        label=said("host_steps.field.outcome"), widget=forms.RadioSelect, required=True
    )
    on = day_field(said("host_steps.field.on"))
    words = words_field(said("host_steps.field.words"), required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        outcomes = OUTCOMES[kind]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (one, said(f"host_steps.outcome.{one}")) for one in outcomes
        ]
        if len(outcomes) == 1:
            self.fields["outcome"].initial = outcomes[0]
        self.fields["on"].initial = timezone.localdate()
        self.fields["words"].required = kind in WITH_WORDS

    def step(self) -> Step:
        return Step(self.kind, **self.cleaned_data)


class AdultForm(forms.Form):
    name = forms.CharField(
        label=said("host_steps.field.adult"), help_text=said("places.hint.sealed"), max_length=120
    )


class CertificateForm(forms.Form):
    outcome = forms.ChoiceField(
        label=said("host_steps.field.certificate"),
        choices=[(one, said(f"host_steps.certificate.{one}")) for one in CERTIFICATES],
        widget=forms.RadioSelect,
    )
    on = day_field(said("host_steps.field.certificate_on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["on"]
        return day


class OfferForm(forms.Form):
    """To how many and to whom a household offers a place, and from when until when."""

    places = forms.IntegerField(label=said("host_steps.field.places"), min_value=1, max_value=20)
    sex = forms.ChoiceField(
        label=said("host_steps.field.sex"),
        choices=[(one, said(f"host_steps.sex.{one}")) for one in SEXES],
    )
    offered_from = day_field(said("host_steps.field.offered_from"))
    offered_until = day_field(
        said("host_steps.field.offered_until"),
        help_text=said("host_steps.hint.offered_until"),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=said("host_steps.field.languages"),
        choices=[(one, said(f"host_steps.language.{one}")) for one in SPOKEN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pets = forms.BooleanField(label=said("host_steps.field.pets"), required=False)
    is_step_free = forms.BooleanField(label=said("host_steps.field.step_free"), required=False)

    def __init__(self, offer: HostOffer | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered_from"].initial = timezone.localdate()
        for name, field in self.fields.items() if offer else ():
            field.initial = getattr(offer, name)

    def offered(self) -> Offered:
        return Offered(**self.cleaned_data)
