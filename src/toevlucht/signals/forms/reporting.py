"""What somebody fills in to report: facts first, everything else only as far as wanted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.geography.division import Area
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.models import Organisation
from toevlucht.records.attachments.taking import (
    MOST_BYTES,
    MOST_FILES,
    FilesRefused,
    GivenFile,
    given_files,
)
from toevlucht.signals import codes
from toevlucht.signals.conversation import LONGEST
from toevlucht.signals.indicators import IndicatorList, indicator_lists, word_of
from toevlucht.signals.municipalities import find_municipalities
from toevlucht.signals.spot import Spot
from toevlucht.signals.telling import Telling, Words

SHORT = 300
NONE_OF_THESE = "none"
# A browser neither remembers what is typed nor sends it to a spelling checker elsewhere.
STAYS_HERE = {"autocomplete": "off", "spellcheck": "false"}


def text(name: str, *, long: bool, hint: bool, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    widget.attrs |= STAYS_HERE
    return forms.CharField(
        label=said(f"reporting.field.{name}"),
        help_text=said(f"reporting.hint.{name}") if hint else "",
        required=required,
        max_length=LONGEST if long else SHORT,
        widget=widget,
    )


def choice(
    name: str, known: Iterable[str], first: str, *, radio: bool = False
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=said(f"reporting.field.{name}"),
        choices=[(code, said(f"reporting.{name}.{code}")) for code in known],
        initial=first,
        required=False,
        widget=forms.RadioSelect if radio else forms.Select,
    )


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Photos and documents, as `given_files` takes them; none is fine."""

    widget = ManyFiles
    already = 0  # that the report has

    def __init__(self) -> None:
        limits = {"most": MOST_FILES, "size": MOST_BYTES >> 20}
        super().__init__(
            label=said("reporting.field.files"),
            help_text=said("reporting.hint.files", **limits),
            required=False,
        )

    def clean(self, data: Any, initial: Any = None) -> list[GivenFile]:
        try:
            return given_files(data or (), self.already)
        except FilesRefused as refused:
            raise forms.ValidationError(reader_language().message(refused.message)) from refused


class ReportForm(forms.Form):
    """One page, one form. ``there`` is what the address of the page says of the place."""

    facts = text("facts", long=True, hint=True, required=True)
    interpretation = text("interpretation", long=True, hint=True)
    first_hand = choice("first_hand", codes.FIRST_HAND, "unknown", radio=True)
    situation = choice("situation", codes.SITUATIONS, "unknown")
    place_kind = choice("place_kind", codes.PLACE_KINDS, "unknown")
    place_name = text("place_name", long=False, hint=True)
    place = text("place", long=True, hint=True)
    seen_on = forms.DateField(
        label=said("reporting.field.seen_on"),
        required=False,
        widget=DayInput({"autocomplete": "off"}),
    )
    day = text("day", long=False, hint=False)
    persons = text("persons", long=True, hint=True)
    age_group = choice("age_group", codes.AGE_GROUPS, "unknown")
    sex = choice("sex", codes.SEXES, "unknown")
    concerns = choice("concerns", codes.CONCERNS, "nobody", radio=True)
    keep_from = text("keep_from", long=True, hint=True)
    contact = text("contact", long=False, hint=True)
    uploads = FilesField()

    def __init__(
        self, *args: Any, there: Spot, near: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.there = there
        self.fields["facts"].error_messages["required"] = said("reporting.error.facts")
        self.fields["concerns"].help_text = said("reporting.hint.concerns")
        for indicators in indicator_lists():
            self.fields[indicators.name] = _boxes(indicators)
        if there.municipality:
            del self.fields["place_name"]
        if near := list(near):
            self.fields["excluded"] = _organisations(near)
        self._ask_which_place()

    def _ask_which_place(self) -> None:
        """Offer what may be meant where what was typed is no one municipality."""
        typed = str(self.data.get("place_name", "")) if "place_name" in self.fields else ""
        found = find_municipalities(typed[:SHORT], timezone.localdate())
        self.found = found[0] if len(found) == 1 else None
        if typed.strip() and not self.found:
            self.fields["place_choice"] = _places(found)

    def clean_seen_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["seen_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(said("reporting.error.future"))
        return day

    def telling(self) -> Telling:
        """Only of a form that is valid."""
        given = self.cleaned_data
        names = ("facts", "interpretation", "place", "day", "persons", "contact", "keep_from")
        words = {name: given[name] for name in names}
        if typed := given.get("place_name"):
            words["place"] = "\n".join(filter(None, (typed, words["place"])))
        return Telling(
            Words(**words),
            situation=given["situation"] or "unknown",
            indicators=tuple(code for one in indicator_lists() for code in given[one.name]),
            place_kind=given["place_kind"] or "unknown",
            municipality=self._municipality(),
            seen_on=given["seen_on"],
            first_hand=given["first_hand"] or "unknown",
            age_group=given["age_group"] or "unknown",
            sex=given["sex"] or "unknown",
            concerns=given["concerns"] or "unknown",
            location=self.there.location.code if self.there.location else "",
            excluded=tuple(given.get("excluded", ())),
        )

    def _municipality(self) -> str:
        chosen = self.cleaned_data.get("place_choice", NONE_OF_THESE)
        found = self.found.code if self.found else ""
        return self.there.municipality or found or ("" if chosen == NONE_OF_THESE else chosen)

    def indicator_fields(self) -> list[tuple[IndicatorList, forms.BoundField]]:
        return [(one, self[one.name]) for one in indicator_lists()]

    def what(self) -> list[forms.BoundField]:
        return self._part("facts", "interpretation", "first_hand", "situation", "uploads")

    def where(self) -> list[forms.BoundField]:
        return self._part("place_kind", "place_name", "place_choice", "place", "seen_on", "day")

    def who(self) -> list[forms.BoundField]:
        return self._part("persons", "age_group", "sex")

    def keep(self) -> list[forms.BoundField]:
        return self._part("concerns", "excluded", "keep_from")

    def answer(self) -> list[forms.BoundField]:
        return self._part("contact")

    def _part(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


class ReturnForm(forms.Form):
    """The words of a receipt."""

    words = forms.CharField(
        label=said("reporting.field.words"),
        help_text=said("reporting.hint.words"),
        max_length=SHORT,
        widget=forms.TextInput(attrs={**STAYS_HERE, "autocapitalize": "none"}),
    )


class MoreForm(forms.Form):
    """What is added to a report by whoever has its words."""

    message = text("message", long=True, hint=False, required=True)
    uploads = FilesField()


def _boxes(indicators: IndicatorList) -> forms.MultipleChoiceField:
    labelled = [(code, said(f"indicators.indicator.{word_of(code)}")) for code in indicators.codes]
    return forms.MultipleChoiceField(
        label=said(f"indicators.list.{indicators.name}"),
        choices=labelled,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _places(found: Iterable[Area]) -> forms.ChoiceField:
    none: tuple[str, Callable[..., str] | str] = (NONE_OF_THESE, said("reporting.place.none"))
    return forms.ChoiceField(
        label=said("reporting.field.place_choice"),
        choices=[*((area.code, area.name) for area in found), none],
        error_messages={"required": said("reporting.error.place")},
        widget=forms.RadioSelect,
    )


def _organisations(near: Iterable[Organisation]) -> forms.MultipleChoiceField:
    tag = reader_language().tag
    return forms.MultipleChoiceField(
        label=said("reporting.field.excluded"),
        choices=[(one.code, one.name(tag)) for one in near],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
