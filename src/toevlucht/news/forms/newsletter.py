"""What a reader fills in to get the newsletter, and what an editor fills in to compose one."""

from __future__ import annotations

from typing import Any

from django import forms

from toevlucht.guidance.forms.drafts import Seen
from toevlucht.language import LANGUAGES
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.news.actions.composing import Composed
from toevlucht.news.forms.writing import LONGEST_TEXT, LONGEST_TITLE, texts_in, texts_shown
from toevlucht.news.models import Issue
from toevlucht.news.models.subscribers import AUDIENCES
from toevlucht.news.queries.items import current_versions, told

LONGEST_ADDRESS = 254


def _audiences(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=said(label),
        choices=[(one, said(f"newsletter.audience.{one}")) for one in AUDIENCES],
        widget=forms.CheckboxSelectMultiple,
    )


class SubscribeForm(forms.Form):
    address = forms.EmailField(
        label=said("newsletter.form.address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audiences"] = _audiences("newsletter.form.lists")


class IssueForm(Seen):
    """Subject and introduction in three languages, items in their order, and for whom it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows, longest in (("subject", 1, LONGEST_TITLE), ("intro", 3, LONGEST_TEXT)):
            for tag in LANGUAGES:
                self.fields[f"{name}_{tag}"] = forms.CharField(
                    label=said(f"newsletter.form.{name}_{tag}"),
                    max_length=longest,
                    widget=forms.Textarea(attrs={"rows": rows, "lang": tag}),
                    required=tag == "nl",
                )
        spoken = reader_language()
        items = [told(one, spoken) for one in current_versions()]
        self.fields["items"] = forms.MultipleChoiceField(
            label=said("newsletter.form.items"),
            choices=[(one.slug, one.title) for one in items],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["audiences"] = _audiences("newsletter.form.audiences")

    def clean(self) -> dict[str, Any]:
        """A subject is one line: in a mail what follows would be another header."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for tag in LANGUAGES:
            given[f"subject_{tag}"] = " ".join(given.get(f"subject_{tag}", "").split())
        return given

    def composed(self) -> Composed:
        given = self.cleaned_data
        return Composed(
            texts_in(given, "subject"), texts_in(given, "intro"), given["items"], given["audiences"]
        )


class PlaceForm(Seen):
    """Which item of an issue goes where."""

    item = forms.SlugField()
    after = forms.IntegerField(min_value=0)


def issue_shown(issue: Issue) -> dict[str, Any]:
    return {
        "seen": issue.revision,
        "items": issue.items,
        "audiences": issue.audiences,
        **texts_shown("subject", issue.subject),
        **texts_shown("intro", issue.intro),
    }
