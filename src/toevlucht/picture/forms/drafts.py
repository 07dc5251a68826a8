"""What editors and partners fill in around a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES, Value
from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.picture.actions.writing import Typed, Words
from toevlucht.picture.drafting.setup import STRICTNESS, Before, Setup, contradictions
from toevlucht.picture.editorial import (
    CHANGE_WORDS,
    CONFIDENCE_WORDS,
    COUNTING_MODES,
    LIKELIHOOD_WORDS,
    MOST_EDITIONS,
    SERIES_KINDS,
)
from toevlucht.picture.models import Draft, DraftJudgement, DraftText
from toevlucht.picture.rendering.printable import first_unprintable

LONGEST = 60_000
SENTENCE = 2_000
SLUG = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"  # Django looks for it anywhere in what was typed


def words_of(section: str, codes: Sequence[str]) -> list[tuple[str, Any]]:
    return [(code, said(f"{section}.{code}")) for code in codes]


def can_be_shown(text: str) -> None:
    """Else it would be found only when the edition is published, after everybody agreed to it."""
    at = first_unprintable(text)
    if at is None:
        return
    sign = text[at] if text[at].isprintable() else ""
    values: dict[str, Value] = {
        "line": str(text.count("\n", 0, at) + 1),
        "sign": f"{sign} (U+{ord(text[at]):04X})".strip(),
    }
    raise forms.ValidationError(reader_language().say("drafts.form.not_shown", **values))


def in_languages(fields: dict[str, forms.Field], name: str, text: str, **options: Any) -> None:
    """A field for each language, whose label names it."""
    for tag in LANGUAGES:
        label = said(f"drafts.form.{text}_{tag}")
        widget = forms.Textarea(attrs={"rows": options.get("rows", 2), "lang": tag})
        fields[f"{name}_{tag}"] = forms.CharField(
            label=label,
            widget=widget,
            max_length=options.get("longest", SENTENCE),
            required=options.get("required", False),
            validators=[can_be_shown],
        )


class SeriesForm(forms.Form):
    """A new series, with its first draft."""

    slug = forms.RegexField(
        SLUG,
        label=said("drafts.form.slug"),
        help_text=said("drafts.form.slug_help"),
        error_messages={"invalid": said("drafts.form.not_a_slug")},
        max_length=60,
    )
    kind = forms.ChoiceField(
        label=said("drafts.form.kind"),
        choices=words_of("site.kind", SERIES_KINDS),
        widget=forms.RadioSelect,
        help_text=said("drafts.form.kind_help"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_languages(self.fields, "title", "series_title", required=True)

    @property
    def title(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"title_{tag}"] for tag in LANGUAGES}


class SetupForm(forms.Form):
    """``numbered``: for a new edition; ``corrects``: with the reason of a correction."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(
        label=said("drafts.form.number"), min_value=1, max_value=MOST_EDITIONS
    )
    period_from = forms.DateField(label=said("drafts.form.period_from"))
    period_to = forms.DateField(label=said("drafts.form.period_to"))
    cut_off = forms.DateField(
        label=said("drafts.form.cut_off"), help_text=said("drafts.form.cut_off_help")
    )
    counting_mode = forms.ChoiceField(
        label=said("drafts.form.counting_mode"),
        choices=words_of("drafts.counting", COUNTING_MODES),
        widget=forms.RadioSelect,
    )
    geography_on = forms.DateField(
        label=said("drafts.form.geography_on"), help_text=said("drafts.form.geography_on_help")
    )
    handling = forms.ChoiceField(
        label=said("drafts.form.handling"),
        choices=words_of("drafts.handling", STRICTNESS),
        widget=forms.RadioSelect,
        help_text=said("drafts.form.handling_help"),
    )
    invited = forms.MultipleChoiceField(
        label=said("drafts.form.invited"),
        help_text=said("drafts.form.invited_help"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        before: Before,
        numbered: bool = False,
        corrects: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        for name in ("period_from", "period_to", "cut_off", "geography_on"):
            self.fields[name].widget = DayInput()
        invited = self.fields["invited"]
        assert isinstance(invited, forms.MultipleChoiceField)
        names = dictionary().code_list("organisation").names
        invited.choices = words_of("codes.organisation", names)
        if not numbered:
            del self.fields["number"]
        in_languages(self.fields, "title", "title")
        if corrects:
            in_languages(self.fields, "reason", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, message in contradictions(self.setup, self.before).items():
                self.add_error(name, reader_language().message(message))
        return cleaned

    @property
    def setup(self) -> Setup:
        given = self.cleaned_data
        return Setup(
            period_from=given["period_from"],
            period_to=given["period_to"],
            cut_off=given["cut_off"],
            counting_mode=given["counting_mode"],
            geography_on=given["geography_on"],
            handling=given["handling"],
            invited=tuple(given["invited"]),
            title={tag: given[f"title_{tag}"] for tag in LANGUAGES},
            reason={tag: given.get(f"reason_{tag}", "") for tag in LANGUAGES},
        )


def setup_of(draft: Draft, invited: Sequence[str]) -> dict[str, Any]:
    """What the form shows of a draft as it is set up now."""
    names = ("period_from", "period_to", "cut_off", "counting_mode", "geography_on", "handling")
    words = (f"{name}_{tag}" for name in ("title", "reason") for tag in LANGUAGES)
    known = {name: getattr(draft, name) for name in (*names, *words)}
    return known | {"invited": list(invited), "seen": draft.setup_revision}


class CorrectionForm(forms.Form):
    """Why a published version is corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_languages(self.fields, "reason", "reason", required=True)

    @property
    def reason(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"reason_{tag}"] for tag in LANGUAGES}


class TextForm(forms.Form):
    """One section in three languages, each with the revision that the writer had before them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_languages(self.fields, "text", "text", rows=14, longest=LONGEST)
        for tag in LANGUAGES:
            self.fields[f"seen_{tag}"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def typed(self) -> dict[str, Typed]:
        return {
            tag: Typed(_one_line_end(given[f"text_{tag}"]), given[f"seen_{tag}"])
            for given in (self.cleaned_data,)
            for tag in LANGUAGES
        }


def texts_shown(now: dict[str, DraftText | None]) -> dict[str, Any]:
    texts = {f"text_{tag}": one.text if one else "" for tag, one in now.items()}
    return texts | {f"seen_{tag}": one.revision if one else 0 for tag, one in now.items()}


class JudgementForm(forms.Form):
    """How sure we are stands apart from how likely it is."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.RegexField(
        SLUG,
        label=said("drafts.form.name"),
        help_text=said("drafts.form.name_help"),
        error_messages={"invalid": said("drafts.form.not_a_slug")},
        max_length=60,
    )
    position = forms.IntegerField(label=said("drafts.form.position"), min_value=1, max_value=99)
    confidence = forms.ChoiceField(
        label=said("drafts.form.confidence"),
        help_text=said("drafts.form.confidence_help"),
        choices=words_of("rendering.confidence", CONFIDENCE_WORDS),
        widget=forms.RadioSelect,
    )
    likelihood = forms.ChoiceField(
        label=said("drafts.form.likelihood"),
        help_text=said("drafts.form.likelihood_help"),
        choices=words_of("rendering.likelihood", LIKELIHOOD_WORDS),
        widget=forms.RadioSelect,
    )
    change = forms.ChoiceField(
        label=said("drafts.form.change"),
        choices=words_of("rendering.change", CHANGE_WORDS),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["name"]
        in_languages(self.fields, "statement", "statement", rows=4)

    def words(self) -> Words:
        given = self.cleaned_data
        return Words(
            given["position"],
            given["confidence"],
            given["likelihood"],
            given["change"],
            {tag: _one_line_end(given[f"statement_{tag}"]) for tag in LANGUAGES},
        )


def judgement_shown(judgement: DraftJudgement) -> dict[str, Any]:
    names = ("position", "confidence", "likelihood", "change")
    shown = {name: getattr(judgement, name) for name in names}
    shown |= {f"statement_{tag}": judgement.statement(tag) for tag in LANGUAGES}
    return shown | {"seen": judgement.revision}


class RemarkForm(forms.Form):
    part = forms.ChoiceField(label=said("drafts.form.part"))
    text = forms.CharField(
        label=said("drafts.form.remark"),
        help_text=said("drafts.form.remark_help"),
        widget=forms.Textarea({"rows": 4}),
        max_length=SENTENCE,
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        part.choices = list(parts)


class AnswerForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=said("drafts.form.answer"),
        choices=words_of("drafts.answer", ("approve", "object")),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=said("drafts.form.objection"),
        help_text=said("drafts.form.objection_help"),
        widget=forms.Textarea({"rows": 3}),
        max_length=SENTENCE,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == "object" and not cleaned.get("reason"):
            self.add_error("reason", said("drafts.form.objection_missing"))
        return cleaned


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=said("drafts.form.reply"), widget=forms.Textarea({"rows": 3}), max_length=SENTENCE
    )


class ReasonForm(forms.Form):
    """Why a draft is dropped."""

    reason = forms.CharField(
        label=said("drafts.form.drop_reason"),
        widget=forms.Textarea({"rows": 2}),
        max_length=SENTENCE,
    )


class DecisionForm(forms.Form):
    """``objected``: somebody objects, so publishing needs a reason."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, objected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if objected:
            self.fields["reason"] = forms.CharField(
                label=said("drafts.form.override"),
                help_text=said("drafts.form.override_help"),
                widget=forms.Textarea({"rows": 3}),
                max_length=SENTENCE,
            )


def _one_line_end(text: str) -> str:
    """Browsers send two characters for the end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
