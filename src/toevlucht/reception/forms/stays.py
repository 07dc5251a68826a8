"""The forms with which people write down who comes, stays and leaves."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.said import said
from toevlucht.reception.actions.door import AboutRefusal
from toevlucht.reception.actions.families import AboutAge, AboutPerson
from toevlucht.reception.actions.kinds_of_stay import Exceptional
from toevlucht.reception.actions.life_cycle import AboutCheck
from toevlucht.reception.actions.moving_in import Arrival
from toevlucht.reception.actions.relations import AboutDocument
from toevlucht.reception.actions.rooms import MOST_AT_ONCE, AboutRoom
from toevlucht.reception.models.oversight import CHECKED, OUTCOMES
from toevlucht.reception.models.people import AGE_BASES, AGES, SEXES
from toevlucht.reception.models.relations import DOCUMENTS, RELATIONS
from toevlucht.reception.models.rooms import BLOCKED, TERMS
from toevlucht.reception.models.stays import (
    CAME_FROM,
    DESTINATIONS,
    EMERGENCIES,
    REFUSED,
    SAME_PLACE,
)

COMES = "-"  # somebody who comes where nobody has a bed of their own
Choices = Sequence[tuple[str, Any]]


UNCHOSEN = ("", "---")


def coded(section: str, codes: Iterable[str]) -> list[tuple[str, Any]]:
    return [(code, said(f"stays.{section}.{code}")) for code in codes if code != SAME_PLACE]


def moment() -> forms.DateTimeField:
    return forms.DateTimeField(
        label=said("stays.field.at"),
        help_text=said("stays.hint.at"),
        initial=lambda: timezone.localtime().replace(second=0, microsecond=0),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def day(label: str, hint: str = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=said(label),
        help_text=said(hint) if hint else "",
        required=required,
        widget=DayInput(),
    )


def words(label: str, hint: str = "stays.hint.sealed", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=said(label),
        help_text=said(hint),
        max_length=500,
        required=required,
        widget=forms.Textarea({"rows": 2}),
    )


class KindForm(forms.Form):
    """Why somebody stays who cannot stay in the ordinary way."""

    exceptional = forms.ChoiceField(
        label=said("stays.field.exceptional"),
        help_text=said("stays.hint.exceptional"),
        required=False,
        choices=[
            ("", said("stays.one.none")),
            *coded("kind", ("guardianship", "emergency")),
        ],
    )
    reason = forms.ChoiceField(
        label=said("stays.field.reason"),
        required=False,
        choices=[("", said("stays.one.none")), *coded("emergency", EMERGENCIES)],
    )
    words = words("stays.field.words", required=False)

    def decided(self) -> Exceptional | None:
        """Raises `CannotDo` for what is half filled in."""
        given = self.cleaned_data
        if not given["exceptional"]:
            return None
        return Exceptional(given["exceptional"], given["words"], given["reason"])


class ArrivalForm(KindForm):
    """For each person of a family the bed they get, or that they do not come now."""

    at = moment()
    came_from = forms.ChoiceField(
        label=said("stays.field.came_from"),
        help_text=said("stays.hint.unknown"),
        choices=coded("came_from", CAME_FROM),
    )
    term = forms.ChoiceField(label=said("stays.field.term"), choices=coded("term", reversed(TERMS)))

    def __init__(self, people: Choices, beds: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = [code for code, _ in people]
        own = {
            f"bed_{code}": forms.ChoiceField(
                label=said("stays.field.place", name=name),
                required=False,
                choices=[("", said("stays.one.not_here")), *beds],
            )
            for code, name in people
        }
        self.fields = {**own, **self.fields}
        self.order_fields([*own, "at", "came_from", "term", "exceptional", "reason", "words"])

    def arrival(self) -> Arrival:
        given = self.cleaned_data
        chosen = {code: given[f"bed_{code}"] for code in self.people}
        beds = {code: "" if bed == COMES else bed for code, bed in chosen.items() if bed}
        return Arrival(beds, given["at"], given["came_from"], given["term"], self.decided())


class DepartureForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=said("stays.field.people"), widget=forms.CheckboxSelectMultiple
    )
    destination = forms.ChoiceField(
        label=said("stays.field.destination"),
        help_text=said("stays.hint.unknown"),
        choices=[UNCHOSEN, *coded("destination", DESTINATIONS)],
    )
    at = moment()

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    bed = forms.ChoiceField(label=said("stays.field.bed"))
    at = moment()

    def __init__(self, beds: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bed"].choices = beds  # type: ignore[attr-defined]


class RefusalForm(forms.Form):
    number = forms.IntegerField(label=said("stays.field.number"), min_value=1, max_value=999)
    minors = forms.IntegerField(
        label=said("stays.field.minors"), min_value=0, max_value=999, initial=0
    )
    reason = forms.ChoiceField(
        label=said("stays.field.reason"), choices=[UNCHOSEN, *coded("refused", REFUSED)]
    )
    destination = forms.ChoiceField(
        label=said("stays.field.destination"),
        help_text=said("stays.hint.unknown"),
        choices=[UNCHOSEN, *coded("destination", DESTINATIONS)],
    )
    at = moment()

    def about(self) -> AboutRefusal:
        given = self.cleaned_data
        return AboutRefusal(
            given["number"], given["reason"], given["destination"], given["at"], given["minors"]
        )


class CountForm(forms.Form):
    heads = forms.IntegerField(label=said("stays.field.heads"), min_value=0, max_value=99_999)
    at = moment()


class RoomForm(forms.Form):
    name = forms.CharField(label=said("stays.field.room"), max_length=40)
    places = forms.IntegerField(
        label=said("stays.field.places"), min_value=1, max_value=MOST_AT_ONCE
    )
    term = forms.ChoiceField(label=said("stays.field.term"), choices=coded("term", reversed(TERMS)))
    step_free = forms.BooleanField(label=said("stays.field.step_free"), required=False)
    lockable = forms.BooleanField(label=said("stays.field.lockable"), required=False, initial=True)
    pets = forms.BooleanField(label=said("stays.field.pets"), required=False)
    square_metres = forms.DecimalField(
        label=said("stays.field.square_metres"),
        required=False,
        min_value=1,
        max_value=9999,
        decimal_places=1,
    )

    def about(self) -> AboutRoom:
        given = self.cleaned_data
        named = ("name", "step_free", "lockable", "pets", "square_metres")
        return AboutRoom(**{name: given[name] for name in named})


class HeadPlacesForm(forms.Form):
    places = forms.IntegerField(label=said("stays.field.places"), min_value=1, max_value=99_999)


class CheckForm(forms.Form):
    subject = forms.ChoiceField(
        label=said("stays.field.subject"), choices=coded("checked", CHECKED)
    )
    outcome = forms.ChoiceField(
        label=said("stays.field.outcome"), choices=[UNCHOSEN, *coded("outcome", OUTCOMES)]
    )
    due_on = day("stays.field.due_on", "stays.hint.due_on", required=False)
    words = words("stays.field.reason", required=False)

    def about(self) -> AboutCheck:
        return AboutCheck(**self.cleaned_data)


class ClosingForm(forms.Form):
    closes_on = day("stays.field.closes_on")


class BlockForm(forms.Form):
    reason = forms.ChoiceField(
        label=said("stays.field.reason"), choices=[UNCHOSEN, *coded("blocked", BLOCKED)]
    )


class FamilyCodeForm(forms.Form):
    family = forms.CharField(
        label=said("stays.field.family"), help_text=said("stays.hint.family"), max_length=12
    )


class ReserveForm(FamilyCodeForm):
    until = day("stays.field.until")

    def until_moment(self) -> datetime.datetime:
        """The end of that day."""
        end = datetime.datetime.combine(self.cleaned_data["until"], datetime.time(23, 59))
        return timezone.make_aware(end)


class AgeForm(forms.Form):
    age = forms.ChoiceField(
        label=said("stays.field.age"), choices=[UNCHOSEN, *coded("age", reversed(AGES))]
    )
    basis = forms.ChoiceField(
        label=said("stays.field.basis"),
        required=False,
        choices=[UNCHOSEN, *coded("basis", AGE_BASES)],
    )
    birthday = day("stays.field.birthday", "stays.hint.birthday", required=False)

    def about_age(self) -> AboutAge:
        """Raises `CannotDo` for what is half filled in."""
        given = self.cleaned_data
        basis = given["basis"] if given["age"] != "not_established" else ""
        return AboutAge(given["age"], basis, given["birthday"])


class ChangeAgeForm(AgeForm, KindForm):
    """What is established, and how somebody stays who turns out to be a minor."""


class PersonForm(AgeForm):
    name = forms.CharField(
        label=said("stays.field.name"), help_text=said("stays.hint.sealed"), max_length=120
    )
    sex = forms.ChoiceField(label=said("stays.field.sex"), choices=coded("sex", reversed(SEXES)))
    contact = forms.CharField(label=said("stays.field.contact"), max_length=120, required=False)
    field_order = ("name", "age", "basis", "birthday", "sex", "contact")

    def about(self) -> AboutPerson:
        given = self.cleaned_data
        return AboutPerson(given["name"], self.about_age(), given["sex"], given["contact"])


class FamilyForm(PersonForm):
    """The first of a family; the others are added to it."""

    languages = forms.RegexField(
        r"^[a-z]{2,3}( +[a-z]{2,3})*$",
        label=said("stays.field.languages"),
        help_text=said("stays.hint.languages"),
        required=False,
    )


class DocumentForm(forms.Form):
    document = forms.ChoiceField(
        label=said("stays.field.document"),
        help_text=said("stays.hint.document"),
        choices=coded("document", DOCUMENTS),
    )
    document_words = words("stays.field.document_words")
    valid_until = day("stays.field.valid_until", required=False)

    def about_document(self) -> AboutDocument:
        given = self.cleaned_data
        return AboutDocument(given["document"], given["document_words"], given["valid_until"])


class RelationForm(forms.Form):
    adult = forms.ChoiceField(label=said("stays.field.adult"))
    relation = forms.ChoiceField(
        label=said("stays.field.relation"), choices=[UNCHOSEN, *coded("relation", RELATIONS)]
    )

    def __init__(self, adults: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult"].choices = adults  # type: ignore[attr-defined]
