"""The forms with which coordinators keep the register of places and the route cards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.geography.names import by_name
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.queries import names_of_active_organisations
from toevlucht.reception.actions.places import AboutLocation
from toevlucht.reception.actions.route_cards import Reachable
from toevlucht.reception.models import Location
from toevlucht.reception.models.places import KINDS


class LocationForm(forms.Form):
    """A location. Who only runs it does not say what it is, and who runs it."""

    name = forms.CharField(
        label=said("places.field.location_name"),
        help_text=said("places.hint.location_name"),
        max_length=120,
    )
    kind = forms.ChoiceField(
        label=said("places.field.location_kind"),
        choices=[(kind, said(f"places.location_kind.{kind}")) for kind in KINDS],
    )
    operator = forms.ChoiceField(
        label=said("places.field.operator"), help_text=said("places.hint.operator"), required=False
    )
    address = forms.CharField(
        label=said("places.field.address"),
        help_text=said("places.hint.sealed"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, run_by: Location | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run_by = run_by
        if run_by:
            del self.fields["kind"], self.fields["operator"]
            return
        named = names_of_active_organisations(reader_language().tag)
        self.fields["operator"].choices = [  # type: ignore[attr-defined]
            ("", said("places.form.no_operator")),
            *named,
        ]

    def about(self) -> AboutLocation:
        given = self.cleaned_data
        fixed = self.run_by
        return AboutLocation(
            name=given["name"],
            kind=fixed.kind if fixed else given["kind"],
            operator=fixed.operator if fixed else given["operator"],
            address=given["address"],
        )


class ContactForm(forms.Form):
    """Whom to turn to."""

    name = forms.CharField(
        label=said("places.field.contact_name"),
        help_text=said("places.hint.contact_name"),
        max_length=120,
    )
    telephone = forms.CharField(label=said("places.field.telephone"), max_length=40)
    email = forms.EmailField(label=said("places.field.contact_email"), required=False)
    hours = forms.CharField(
        label=said("places.field.hours"),
        help_text=said("places.hint.hours"),
        max_length=120,
        required=False,
    )

    def reachable(self) -> Reachable:
        return Reachable(**self.cleaned_data)


class ChooseMunicipality(forms.Form):
    """A municipality by its name."""

    municipality = forms.ChoiceField(label=said("places.field.municipality"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken, today = reader_language(), timezone.localdate()
        self.fields["municipality"].choices = by_name(  # type: ignore[attr-defined]
            areas.municipalities(today), spoken
        )
