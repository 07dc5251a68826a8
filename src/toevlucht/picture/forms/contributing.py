"""What a contributor fills in: files, or files with the facts that contribution.toml would hold."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking.values import text_fault
from toevlucht.language import Coded, language
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.picture.packing import Fact
from toevlucht.picture.queries.requests import OpenRequest

MOST_FILES = 16
LONGEST = 200
DAYS = ("period_from", "period_to", "cut_off")


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(said("contributing.form.no_files"))
        if len(files) > MOST_FILES:
            raise forms.ValidationError(said("contributing.form.too_many", n=MOST_FILES))
        names = [str(file.name).casefold() for file in files]
        if len(set(names)) < len(names):
            raise forms.ValidationError(said("contributing.form.same_name"))
        return [super(FilesField, self).clean(file, initial) for file in files]


class SendForm(forms.Form):
    """Files with their manifest; ``organisations`` are those that the centre may send for."""

    uploads = FilesField(
        label=said("contributing.form.files"),
        help_text=said("contributing.form.files_help"),
        allow_empty_file=True,
    )
    on_behalf_of = forms.ChoiceField(
        label=said("contributing.form.on_behalf_of"),
        help_text=said("contributing.form.on_behalf_of_help"),
        required=False,
    )
    reason = forms.CharField(
        label=said("contributing.form.reason"),
        help_text=said("contributing.form.reason_help"),
        max_length=LONGEST,
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if organisations:
            choice = self.fields["on_behalf_of"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [("", said("contributing.form.own")), *organisations]
        else:
            del self.fields["on_behalf_of"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("on_behalf_of") and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", said("contributing.form.reason_missing"))
        return cleaned


def _day(name: str, **more: Any) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=said(f"contributing.form.{name}"), widget=widget, **more)


class PeriodForm(forms.Form):
    """Which series and period something is about."""

    series = forms.CharField(
        label=said("contributing.form.series"),
        help_text=said("contributing.form.series_help"),
        max_length=60,
    )
    period_from = _day("period_from")
    period_to = _day("period_to")
    cut_off = _day("cut_off", help_text=said("contributing.form.cut_off_help"))
    counting_mode = forms.ChoiceField(
        label=said("contributing.form.counting_mode"),
        help_text=said("contributing.form.counting_mode_help"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "counting_mode", "counting_mode")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and start > end:
            self.add_error("period_to", said("contributing.form.period_reversed"))
        return cleaned


class FactsForm(PeriodForm):
    """Tables without a manifest, and the facts that it would hold; none of them is guessed."""

    handling = forms.ChoiceField(
        label=said("contributing.form.handling"), help_text=said("contributing.form.handling_help")
    )
    recipients = forms.MultipleChoiceField(
        label=said("contributing.form.recipients"),
        help_text=said("contributing.form.recipients_help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    origin = forms.ChoiceField(label=said("contributing.form.origin"))
    purpose = forms.CharField(label=said("contributing.form.purpose"), max_length=LONGEST)
    contact = forms.CharField(
        label=said("contributing.form.contact"),
        help_text=said("contributing.form.contact_help"),
        max_length=LONGEST,
    )
    nil = forms.MultipleChoiceField(
        label=said("contributing.form.nil"),
        help_text=said("contributing.form.nil_help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    uploads = FilesField(
        label=said("contributing.form.tables"),
        help_text=said("contributing.form.tables_help"),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "handling", "tlp", without=("red",))
        _offer(self, "recipients", "organisation")
        _offer(self, "origin", "origin", without=("generated",))
        tables = [(name, said(f"tables.{name}.title")) for name in dictionary().tables]
        nil = self.fields["nil"]
        assert isinstance(nil, forms.MultipleChoiceField)
        nil.choices = tables

    def clean_purpose(self) -> str:
        return _plain(self.cleaned_data["purpose"])

    def clean_contact(self) -> str:
        return _plain(self.cleaned_data["contact"])

    def facts(self, organisation: str) -> dict[str, Fact]:
        return facts_of(self.cleaned_data, organisation)


def facts_of(cleaned: dict[str, Any], organisation: str) -> dict[str, Fact]:
    """The facts of a manifest, of what was filled in."""
    names = ("series", *DAYS, "counting_mode", "handling", "purpose", "origin", "contact")
    facts: dict[str, Fact] = {"organisation": organisation}
    facts |= {name: cleaned[name] for name in names if name in cleaned}
    facts |= {name: tuple(cleaned[name]) for name in ("recipients", "nil") if cleaned.get(name)}
    return facts


def usual() -> dict[str, str]:
    """What most contributions say; the sender sees it and may change it."""
    purpose = reader_language().say("documents.template.purpose")
    return {"purpose": purpose, "origin": "own", "handling": "amber"}


def usual_facts(organisation: str) -> dict[str, str]:
    """What a nil return says beside series and period: nobody's secret stands in it."""
    known = organisation in dictionary().code_list("organisation")
    contact = language("nl").write(Coded("organisation", organisation)) if known else organisation
    return {**usual(), "handling": "green", "contact": contact}


def initial_of(request: OpenRequest | None) -> dict[str, str | datetime.date]:
    """What an open request already says."""
    if request is None:
        return {}
    return {
        "series": request.series,
        "period_from": request.period_from,
        "period_to": request.period_to,
        "cut_off": request.cut_off,
        "counting_mode": request.counting_mode,
    }


def _offer(form: forms.Form, field: str, code_list: str, without: Sequence[str] = ()) -> None:
    choice = form.fields[field]
    assert isinstance(choice, forms.ChoiceField)
    names = [n for n in dictionary().code_list(code_list).names if n not in without]
    choice.choices = [(name, said(f"codes.{code_list}.{name}")) for name in names]


def _plain(text: str) -> str:
    """The same rule as for a text in contribution.toml."""
    if fault := text_fault(text):
        key = f"checking.{fault.code}.what"
        values = {"value": "…", "column": "", **fault.values}
        raise forms.ValidationError(reader_language().say(key, **values))
    return text
