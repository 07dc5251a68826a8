"""The forms with which an organisation keeps its roster, and narrows the list of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.said import said
from toevlucht.partners.actions.rosters import AboutEntry
from toevlucht.partners.models import ROSTER_ROLES
from toevlucht.partners.roster_queries import Chosen

CERTIFICATES = ("without", "soon")


def _roles() -> list[tuple[str, Any]]:
    return [(role, said(f"rosters.role.{role}")) for role in ROSTER_ROLES]


class EntryForm(forms.Form):
    """Who works, where, as what and until when; and the certificate of conduct."""

    name = forms.CharField(
        label=said("rosters.field.name"), help_text=said("rosters.hint.name"), max_length=120
    )
    contact = forms.CharField(label=said("rosters.field.contact"), max_length=200, required=False)
    place = forms.ChoiceField(label=said("rosters.field.place"), required=False)
    role = forms.ChoiceField(label=said("rosters.field.role"), choices=_roles)
    works_from = forms.DateField(label=said("rosters.field.works_from"), widget=DayInput())
    works_until = forms.DateField(
        label=said("rosters.field.works_until"), widget=DayInput(), required=False
    )
    asked_on = forms.DateField(
        label=said("rosters.field.asked_on"), widget=DayInput(), required=False
    )
    checked_on = forms.DateField(
        label=said("rosters.field.checked_on"),
        help_text=said("rosters.hint.checked_on"),
        widget=DayInput(),
        required=False,
    )
    valid_until = forms.DateField(
        label=said("rosters.field.valid_until"),
        help_text=said("rosters.hint.valid_until"),
        widget=DayInput(),
        required=False,
    )
    person = forms.TypedChoiceField(
        label=said("rosters.field.person"),
        help_text=said("rosters.hint.person"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self, places: dict[str, str], colleagues: dict[int, str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", said("rosters.everywhere")), *places.items()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", said("rosters.no_account")), *colleagues.items()]  # type: ignore[attr-defined]
        self.fields["works_from"].initial = timezone.localdate

    def about(self) -> AboutEntry:
        return AboutEntry(**self.cleaned_data)


class LastDayForm(forms.Form):
    """The last day that somebody works."""

    works_until = forms.DateField(label=said("rosters.field.works_until"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["works_until"].initial = timezone.localdate


class RosterFilter(forms.Form):
    """What the list is narrowed to; what is no choice narrows nothing."""

    place = forms.ChoiceField(label=said("rosters.field.place"), required=False)
    role = forms.ChoiceField(label=said("rosters.field.role"), required=False)
    certificate = forms.ChoiceField(label=said("rosters.field.certificate"), required=False)

    def __init__(self, places: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", said("rosters.all"))
        certificates = [(one, said(f"rosters.certificate.{one}")) for one in CERTIFICATES]
        self.fields["place"].choices = [everything, *places.items()]  # type: ignore[attr-defined]
        self.fields["role"].choices = [everything, *_roles()]  # type: ignore[attr-defined]
        self.fields["certificate"].choices = [everything, *certificates]  # type: ignore[attr-defined]

    def chosen(self) -> Chosen:
        self.is_valid()
        return Chosen(**self.cleaned_data)
