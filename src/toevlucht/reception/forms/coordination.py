"""The forms of coordination: a day, targets, figures, transfers and a period."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.geography.names import by_name
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.reception.actions.supplying import Said
from toevlucht.reception.actions.targets import Asking
from toevlucht.reception.actions.transfers import Agreed, Asked
from toevlucht.reception.figures import NUMBERS
from toevlucht.reception.models.coordination import SCHEMES
from toevlucht.reception.models.transfers import REASONS, REFUSALS, TERMS, TRANSPORTS

MOST = 1_000_000
DAY = DayInput()
Choices = list[tuple[str, Any]]


def choices(section: str, codes: tuple[str, ...]) -> Choices:
    return [(code, said(f"coordination.{section}.{code}")) for code in codes]


def day_field(name: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=said(f"coordination.field.{name}"), widget=DAY, **options)


def named_areas(codes: list[str]) -> Choices:
    today = timezone.localdate()
    return by_name([areas.area(code, today) for code in codes], reader_language())


def regions(but: str = "") -> Choices:
    found = [one for one in areas.safety_regions(timezone.localdate()) if one.code != but]
    return by_name(found, reader_language())


class DayForm(forms.Form):
    """The day whose figures are shown: today where none is chosen, or none that can be."""

    on = day_field("on", required=False)

    def clean_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["on"]
        if day and not areas.FIRST_DAY <= day <= timezone.localdate():
            first = areas.FIRST_DAY
            raise forms.ValidationError(said("coordination.refused.day_between", first=first))
        return day

    def day(self) -> datetime.date:
        chosen = self.cleaned_data.get("on") if self.is_valid() else None
        return chosen or timezone.localdate()


class TargetForm(forms.Form):
    """What one scheme asks of one area."""

    scheme = forms.ChoiceField(label=said("coordination.field.scheme"))
    area = forms.ChoiceField(label=said("coordination.field.area"))
    valid_from = day_field("valid_from")
    due_on = day_field("due_on", required=False)
    places = forms.IntegerField(
        label=said("coordination.field.places"),
        help_text=said("coordination.hint.places"),
        min_value=0,
        max_value=MOST,
        required=False,
    )
    source = forms.CharField(
        label=said("coordination.field.source"),
        help_text=said("coordination.hint.source"),
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, spoken = timezone.localdate(), reader_language()
        self.fields["scheme"].choices = choices("scheme", SCHEMES)  # type: ignore[attr-defined]
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            (areas.NATIONAL, said("coordination.whole_country")),
            (said("places.form.regions"), regions()),
            (said("places.form.municipalities"), by_name(areas.municipalities(today), spoken)),
        ]

    def asking(self) -> Asking:
        given = self.cleaned_data
        return Asking(given["scheme"], given["valid_from"], given["due_on"], given["source"])


class ShareForm(forms.Form):
    """A total, to be divided by inhabitants."""

    total = forms.IntegerField(label=said("coordination.field.total"), min_value=1, max_value=MOST)
    kind = forms.ChoiceField(label=said("coordination.field.kind"))
    valid_from = day_field("valid_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = choices("share_kind", ("safety_region", "municipality"))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class KeepShareForm(ShareForm):
    """The same, written down as targets."""

    due_on = day_field("due_on", required=False)
    source = forms.CharField(
        label=said("coordination.field.source"),
        help_text=said("coordination.hint.source"),
        max_length=300,
    )

    def asking(self) -> Asking:
        given = self.cleaned_data
        return Asking("per_inhabitant", given["valid_from"], given["due_on"], given["source"])


class FiguresForm(forms.Form):
    """The numbers of one moment. What is left empty is not supplied."""

    municipality = forms.ChoiceField(label=said("coordination.field.municipality"))
    counted_on = day_field("counted_on")
    counted_time = forms.TimeField(
        label=said("coordination.field.counted_time"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        required=False,
    )

    def __init__(self, municipalities: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = named_areas(municipalities)
        self.fields["municipality"].choices = named  # type: ignore[attr-defined]
        for name in NUMBERS:
            self.fields[name] = forms.IntegerField(
                label=said(f"coordination.number.{name}"),
                min_value=0,
                max_value=MOST,
                required=False,
            )
        if self.data.get("asked") or self.data.get("is_certain"):
            self.fields["is_certain"] = forms.BooleanField(
                label=said("coordination.field.is_certain"), required=False
            )

    def said(self) -> Said:
        given = self.cleaned_data
        numbers = {name: given[name] for name in NUMBERS}
        return Said(given["municipality"], given["counted_on"], numbers, given["counted_time"])


class TransferForm(forms.Form):
    """Who asks that people are taken in elsewhere. Nobody is named."""

    municipality = forms.ChoiceField(label=said("coordination.field.people_are_in"))
    families = forms.IntegerField(
        label=said("coordination.field.families"), min_value=1, max_value=5_000
    )
    people = forms.IntegerField(
        label=said("coordination.field.people"), min_value=1, max_value=20_000
    )
    term = forms.ChoiceField(label=said("coordination.field.term"))
    reason = forms.ChoiceField(label=said("coordination.field.reason"))
    to_region = forms.ChoiceField(
        label=said("coordination.field.to_region"),
        help_text=said("coordination.hint.to_region"),
        required=False,
    )

    def __init__(self, municipalities: list[str], but: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "municipality": named_areas(municipalities),
            "term": choices("term", TERMS),
            "reason": choices("reason", REASONS),
            "to_region": [("", said("coordination.nation_chooses")), *regions(but)],
        }
        for name, found in offered.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class OfferForm(forms.Form):
    """The region that the country asks."""

    to_region = forms.ChoiceField(label=said("coordination.field.to_region"))

    def __init__(self, but: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_region"].choices = regions(but)  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """The municipality in which they come."""

    municipality = forms.ChoiceField(label=said("coordination.field.municipality"))

    def __init__(self, municipalities: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = named_areas(municipalities)
        self.fields["municipality"].choices = named  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why they cannot come here."""

    refusal = forms.ChoiceField(label=said("coordination.field.refusal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refusal"].choices = choices("refusal", REFUSALS)  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """What the people said, and how they travel."""

    consent = forms.TypedChoiceField(
        label=said("coordination.field.consent"),
        help_text=said("coordination.hint.consent"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    transport = forms.ChoiceField(label=said("coordination.field.transport"), required=False)
    leaves_on = day_field("leaves_on", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].choices = choices("consent", ("yes", "no"))  # type: ignore[attr-defined]
        offered = choices("transport", TRANSPORTS)
        self.fields["transport"].choices = offered  # type: ignore[attr-defined]

    def agreed(self) -> Agreed:
        return Agreed(**self.cleaned_data)


class ArrivedForm(forms.Form):
    """How many somebody counted on arrival."""

    arrived = forms.IntegerField(label=said("coordination.field.arrived"), min_value=0)

    def __init__(self, families: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if families:
            self.fields["families"] = forms.MultipleChoiceField(
                label=said("transfers.field.families"),
                choices=[(one, one) for one in families],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )


class NameForm(forms.Form):
    """Which family goes, by its number."""

    family = forms.CharField(
        label=said("transfers.field.family"),
        help_text=said("transfers.hint.family"),
        max_length=12,
    )


class PeriodForm(forms.Form):
    """From one day to another, both counted."""

    first = day_field("first")
    last = day_field("last")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not areas.FIRST_DAY <= first <= last <= timezone.localdate():
            raise forms.ValidationError(said("coordination.refused.period"))
        return given
