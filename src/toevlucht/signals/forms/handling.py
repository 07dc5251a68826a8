"""What a coordinator fills in to hand a report on, set its date, close it or open it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.models import Organisation, Person
from toevlucht.signals import codes

LONGEST = 2000


def words_of(section: str, listed: Iterable[str]) -> list[tuple[str, Any]]:
    return [(code, said(f"{section}.{code}")) for code in listed]


def reason_field(text: Any) -> forms.CharField:
    return forms.CharField(
        label=text,
        help_text=said("assessing.form.reason_help"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _choose_of(form: forms.Form, name: str, people: Iterable[Person]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [(person.pk, person.name) for person in people]


class AssignForm(forms.Form):
    colleague = forms.TypedChoiceField(label=said("assessing.form.colleague"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_of(self, "colleague", people)


class KeepFromForm(forms.Form):
    keep_from = forms.TypedChoiceField(label=said("assessing.form.keep_from"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_of(self, "keep_from", people)


class KeepFromOrganisationForm(forms.Form):
    organisation = forms.ChoiceField(label=said("assessing.form.keep_from"))

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = reader_language().tag
        named = {one.code: one.name(tag) for one in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        choices = [(code, named[code]) for code in sorted(named, key=named.__getitem__)]
        field.choices = [("", said("followed.choose")), *choices]


class DueForm(forms.Form):
    due_on = forms.DateField(
        label=said("assessing.form.due_on"),
        widget=DayInput(),
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=said("assessing.form.outcome"),
        help_text=said("assessing.form.outcome_help"),
        choices=words_of("codes_of_reports.outcome", codes.OUTCOMES),
        widget=forms.RadioSelect,
    )
    closing_reason = reason_field(said("assessing.form.closing_reason"))


class ReopenForm(forms.Form):
    reopening_reason = reason_field(said("assessing.form.reopening_reason"))
