"""What an editor fills in about a version in the making: its set-up, a chapter, a requirement."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from toevlucht.guidance import codes
from toevlucht.guidance.actions.drafting import Setup
from toevlucht.guidance.markup import blocks_of
from toevlucht.guidance.models import Draft
from toevlucht.guidance.parts import Plain
from toevlucht.guidance.written import SOURCE_DAY, WrittenChapter
from toevlucht.language import LANGUAGES
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.picture.markdown import MarkdownError

LONGEST_TEXT = 2_000
LONGEST_BODY = 20_000
MOST_NORMS = 3
MOST_DAYS = 366
# What a requirement keeps as it was chosen.
KEPT = ("chapter", "provenance", "force", "evidence", "source_on", "audiences", "occasions")


def in_three(name: str, rows: int, longest: int) -> dict[str, forms.Field]:
    """A text in each language; Dutch comes first, the others may follow later."""
    return {
        f"{name}_{tag}": forms.CharField(
            label=said(f"handbooks.form.{name}_{tag}"),
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows, "lang": tag}),
            required=tag == "nl",
        )
        for tag in LANGUAGES
    }


def _choices(section: str, known: Iterable[str]) -> list[tuple[str, Any]]:
    return [(one, said(f"handbooks.{section}.{one}")) for one in known]


class Seen(forms.Form):
    """The revision that somebody had before them."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=said("handbooks.form.reason"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SetupForm(Seen):
    valid_from = forms.DateField(
        label=said("handbooks.form.valid_from"),
        widget=DayInput(),
    )
    act_within_days = forms.IntegerField(
        label=said("handbooks.form.act_within_days"),
        help_text=said("handbooks.form.act_within_days_hint"),
        min_value=1,
        max_value=MOST_DAYS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in in_three("note", 4, LONGEST_TEXT).items():
            field.required = True
            self.fields[name] = field

    def setup(self) -> Setup:
        given = self.cleaned_data
        notes = {tag: given[f"note_{tag}"].strip() for tag in LANGUAGES}
        return Setup(given["valid_from"], given["act_within_days"], notes)


def setup_of(draft: Draft) -> dict[str, Any]:
    return {
        "seen": draft.revision,
        "valid_from": draft.valid_from,
        "act_within_days": draft.act_within_days,
        **{f"note_{tag}": draft.note(tag) for tag in LANGUAGES},
    }


class PartForm(Seen):
    """``name`` is asked for of what is new; elsewhere it stays what it is."""

    kind = ""

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            name = forms.CharField(label=said(f"handbooks.form.name_of_{self.kind}"), max_length=40)
            self.fields = {"name": name, **self.fields}

    def content(self) -> Plain:
        """As a draft keeps it."""
        raise NotImplementedError


class ChapterForm(PartForm):
    kind = "chapter"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= in_three("title", 1, 200) | in_three("body", 14, LONGEST_BODY)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for tag in LANGUAGES:
            try:
                blocks_of(given.get(f"body_{tag}", ""))
            except MarkdownError as error:
                self.add_error(f"body_{tag}", reader_language().message(error.message))
        return given

    def content(self) -> Plain:
        return {name: _texts(self.cleaned_data, name) for name in ("title", "body")}


def chapter_shown(one: WrittenChapter) -> dict[str, Any]:
    return {
        f"{name}_{tag}": texts.get(tag, "")
        for name, texts in (("title", one.title), ("body", one.body))
        for tag in LANGUAGES
    }


class RequirementForm(PartForm):
    kind = "requirement"

    def __init__(self, *args: Any, chapters: Iterable[WrittenChapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = reader_language().tag
        titles = [(one.slug, one.title.get(tag) or one.slug) for one in chapters]
        self.fields["chapter"] = forms.ChoiceField(
            label=said("handbooks.form.chapter"), choices=titles
        )
        self.fields |= in_three("text", 3, LONGEST_TEXT)
        lists: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("force", codes.FORCES),
            ("provenance", codes.PROVENANCES),
            ("evidence", codes.EVIDENCE),
        )
        for name, known in lists:
            self.fields[name] = forms.ChoiceField(
                label=said(f"handbooks.fact.{name}"), choices=_choices(name, known)
            )
        self.fields["source"] = forms.CharField(label=said("handbooks.fact.source"), max_length=400)
        self.fields["source_on"] = forms.CharField(
            label=said("handbooks.form.source_on"),
            help_text=said("handbooks.form.source_on_hint"),
            max_length=10,
            required=False,
        )
        self.fields["valid_until"] = forms.DateField(
            label=said("handbooks.form.valid_until"),
            widget=DayInput(),
            required=False,
        )
        self._add_norms()
        for name, section, possible in (
            ("audiences", "audience", codes.AUDIENCES),
            ("occasions", "occasion", codes.OCCASIONS),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=said(f"handbooks.fact.{name}"),
                choices=_choices(section, possible),
                widget=forms.CheckboxSelectMultiple,
                required=name == "audiences",
            )

    def _add_norms(self) -> None:
        none = [("", said("handbooks.form.no_norm"))]
        bounds = [(one, said(f"handbooks.form.bound_{one}")) for one in codes.BOUNDS]
        units = [(one, said(f"handbooks.form.unit_{one}")) for one in codes.UNITS]
        for number in range(1, MOST_NORMS + 1):
            self.fields[f"bound_{number}"] = forms.ChoiceField(
                label=said("handbooks.form.bound", number=number),
                choices=none + bounds,
                required=False,
            )
            self.fields[f"value_{number}"] = forms.DecimalField(
                label=said("handbooks.form.value", number=number),
                min_value=Decimal(0),
                max_digits=9,
                decimal_places=2,
                required=False,
            )
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=said("handbooks.form.unit", number=number),
                choices=none + units,
                required=False,
            )

    def clean_source_on(self) -> str:
        given: str = self.cleaned_data["source_on"].strip()
        if not SOURCE_DAY.fullmatch(given):
            raise forms.ValidationError(said("handbooks.problem.source_on"))
        return given

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, MOST_NORMS + 1):
            asked = [given.get(f"{part}_{number}") for part in ("bound", "value", "unit")]
            filled = [one not in ("", None) for one in asked]
            if any(filled) and not all(filled):
                self.add_error(f"value_{number}", said("handbooks.problem.norm"))
        return given

    def content(self) -> Plain:
        given = self.cleaned_data
        until = given["valid_until"]
        return {
            **{name: given[name] for name in KEPT},
            "source": given["source"].strip(),
            "text": _texts(given, "text"),
            "valid_until": until.isoformat() if until else "",
            "norms": [
                {
                    "bound": given[f"bound_{number}"],
                    "value": str(given[f"value_{number}"]),
                    "unit": given[f"unit_{number}"],
                }
                for number in range(1, MOST_NORMS + 1)
                if given[f"bound_{number}"]
            ],
        }


def requirement_shown(plain: Plain) -> dict[str, Any]:
    shown = {name: value for name, value in plain.items() if name not in ("text", "norms")}
    shown |= {f"text_{tag}": plain["text"].get(tag, "") for tag in LANGUAGES}
    for number, norm in enumerate(plain["norms"], start=1):
        shown |= {f"{part}_{number}": norm[part] for part in ("bound", "value", "unit")}
    return shown


def _texts(given: dict[str, Any], name: str) -> dict[str, str]:
    """With line ends as files have them: browsers send others."""
    return {tag: given[f"{name}_{tag}"].replace("\r\n", "\n").strip() for tag in LANGUAGES}
