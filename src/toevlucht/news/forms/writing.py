"""What an editor fills in about an item in the making."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator

from toevlucht.guidance.forms.drafts import Seen
from toevlucht.language import LANGUAGES
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.news.referents import choices
from toevlucht.news.written import KINDS, SOURCE_DAY, Statement, WrittenItem

LONGEST_TITLE = 200
LONGEST_TEXT = 2_000


def in_three(name: str, rows: int, longest: int, is_needed: bool = True) -> dict[str, forms.Field]:
    """A text in each language; Dutch comes first, the others may follow later."""
    return {
        f"{name}_{tag}": forms.CharField(
            label=said(f"news.form.{name}_{tag}"),
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows, "lang": tag}),
            required=is_needed and tag == "nl",
        )
        for tag in LANGUAGES
    }


def texts_in(given: dict[str, Any], name: str) -> dict[str, str]:
    """With line ends as files have them: browsers send others."""
    return {tag: given[f"{name}_{tag}"].replace("\r\n", "\n").strip() for tag in LANGUAGES}


def texts_shown(name: str, texts: Any) -> dict[str, str]:
    return {f"{name}_{tag}": texts.get(tag, "") for tag in LANGUAGES}


class HeadForm(Seen):
    """Title, summary and the day that the news is of; of a correction also what it corrects."""

    on = forms.DateField(
        label=said("news.form.on"),
        help_text=said("news.form.on_hint"),
        widget=DayInput(),
    )

    def __init__(self, *args: Any, is_new: bool, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            slug = forms.SlugField(
                label=said("news.form.slug"), help_text=said("news.form.slug_hint"), max_length=60
            )
            self.fields = {"slug": slug, **self.fields}
        self.fields |= in_three("title", 1, LONGEST_TITLE) | in_three("summary", 3, LONGEST_TEXT)
        self.is_correction = is_correction
        if is_correction:
            self.fields |= in_three("reason", 2, LONGEST_TEXT)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def put_in(self, written: WrittenItem | None) -> WrittenItem:
        given = self.cleaned_data
        return WrittenItem(
            on=given["on"],
            title=texts_in(given, "title"),
            summary=texts_in(given, "summary"),
            reason=texts_in(given, "reason") if self.is_correction else {},
            statements=written.statements if written else (),
            references=written.references if written else (),
        )


def head_shown(written: WrittenItem) -> dict[str, Any]:
    return {
        "on": written.on,
        **texts_shown("title", written.title),
        **texts_shown("summary", written.summary),
        **texts_shown("reason", written.reason),
    }


class StatementForm(Seen):
    kind = forms.ChoiceField(
        label=said("news.form.kind"),
        choices=[(one, said(f"news.kind.{one}")) for one in KINDS],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= in_three("text", 4, LONGEST_TEXT)
        self.fields["source"] = forms.CharField(
            label=said("news.form.source"),
            help_text=said("news.form.source_hint"),
            max_length=400,
            required=False,
        )
        self.fields["source_on"] = forms.CharField(
            label=said("handbooks.form.source_on"),
            help_text=said("handbooks.form.source_on_hint"),
            max_length=10,
            required=False,
        )
        self.fields["address"] = forms.CharField(
            label=said("news.form.address"),
            max_length=500,
            required=False,
            validators=[URLValidator(schemes=["https", "http"], message=said("news.problem.url"))],
        )

    def clean_source_on(self) -> str:
        given: str = self.cleaned_data["source_on"].strip()
        if not SOURCE_DAY.fullmatch(given):
            raise forms.ValidationError(said("handbooks.problem.source_on"))
        return given

    def statement(self) -> Statement:
        given = self.cleaned_data
        return Statement(
            kind=given["kind"],
            text=texts_in(given, "text"),
            source=given["source"].strip(),
            source_on=given["source_on"],
            address=given["address"].strip(),
        )


def statement_shown(one: Statement) -> dict[str, Any]:
    plain = one.plain()
    return {**plain, **texts_shown("text", plain.pop("text"))}


class ReferencesForm(Seen):
    """Everything that can be referred to now; what was named before and is gone falls away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["references"] = forms.MultipleChoiceField(
            label=said("news.form.references"),
            choices=[
                (one.name, f"{one.title} – {one.about}") for one in choices(reader_language())
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
