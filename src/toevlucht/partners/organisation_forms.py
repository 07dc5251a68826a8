"""The forms with which the centre keeps organisations and the agreements between them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.geography import areas
from toevlucht.geography.names import by_name
from toevlucht.language import LANGUAGES, Coded
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.models import Organisation

INDEPENDENT = "is_independent_contact"
Choices = list[tuple[str, Any]]


def kind_choices() -> Choices:
    """The kinds of the data dictionary, by name."""
    spoken = reader_language()
    kinds = dictionary().code_lists["organisation_kind"].names
    named = [(kind, spoken.write(Coded("organisation_kind", kind))) for kind in kinds]
    return [("", said("places.form.not_known")), *sorted(named, key=lambda one: one[1].casefold())]


def area_choices() -> Choices:
    """The country, and the safety regions and municipalities of today, by name."""
    today, spoken = timezone.localdate(), reader_language()
    groups = (
        (said("coordination.whole_country"), (areas.national(today),)),
        (said("places.form.regions"), areas.safety_regions(today)),
        (said("places.form.municipalities"), areas.municipalities(today)),
    )
    return [
        ("", said("places.form.no_area")),
        *((title, by_name(found, spoken)) for title, found in groups),
    ]


class AboutOrganisation(forms.Form):
    """What an organisation is called, what it is, and for which area."""

    name_nl = forms.CharField(label=said("people.field.name_nl"), max_length=200)
    name_en = forms.CharField(label=said("people.field.name_en"), max_length=200)
    name_uk = forms.CharField(label=said("people.field.name_uk"), max_length=200)

    kind = forms.ChoiceField(
        label=said("places.field.kind"), help_text=said("places.hint.kind"), required=False
    )
    area = forms.ChoiceField(
        label=said("places.field.area"), help_text=said("places.hint.area"), required=False
    )
    is_independent_contact = forms.BooleanField(
        label=said("places.field.independent"),
        help_text=said("places.hint.independent"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["area"].choices = area_choices()  # type: ignore[attr-defined]

    def names(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"name_{tag}"] for tag in LANGUAGES}

    def place(self) -> dict[str, Any]:
        """Kind, area and whether it is an independent contact, as the actions take them."""
        return {name: self.cleaned_data[name] for name in ("kind", "area", INDEPENDENT)}


class NewOrganisation(AboutOrganisation):
    """A code, and names where the data dictionary has none."""

    code = forms.CharField(
        label=said("people.field.code"),
        help_text=said("people.hint.code"),
        max_length=40,
        widget=forms.TextInput(attrs={"list": "known-codes", "autocomplete": "off"}),
    )
    field_order = ("code",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag in LANGUAGES:
            self.fields[f"name_{tag}"].required = False

    def known_codes(self) -> list[str]:
        """Those of the data dictionary that are not here yet."""
        here = set(Organisation.objects.values_list("code", flat=True))
        return [name for name in dictionary().code_lists["organisation"].names if name not in here]


class ChangedOrganisation(AboutOrganisation):
    """Other names, or closed."""

    is_active = forms.BooleanField(
        label=said("people.field.is_active"),
        help_text=said("people.hint.is_active"),
        required=False,
    )
