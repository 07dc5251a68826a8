"""The forms of the audit trail: what to look for, and whose content to open in an emergency."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.partners.models import Organisation
from toevlucht.partners.trail.rows import kinds_of_records
from toevlucht.records.events import BREAK_GLASS_REASONS, EVENTS
from toevlucht.records.tokens import TOKEN
from toevlucht.records.trail import Search

# Everything that Django may find wrong with one field.
ERRORS = (
    "required",
    "invalid",
    "invalid_choice",
    "min_value",
    "max_value",
    "max_length",
    "null_characters_not_allowed",
)
ONE_TOKEN = rf"\A{TOKEN.pattern}\Z"
EXAMPLE = datetime.date(2026, 1, 31).isoformat()
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2999, 12, 31)


class _Spoken(forms.Form):
    """A form whose labels, hints and errors come from the texts, by the names of its fields."""

    LABELS: dict[str, str] = {}
    HINTS: dict[str, str] = {}
    WRONG: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = reader_language().say
        for name, field in self.fields.items():
            field.label = say(self.LABELS[name])
            if hint := self.HINTS.get(name):
                field.help_text = say(hint, **({"day": EXAMPLE} if "day" in hint else {}))
            if wrong := self.WRONG.get(name):
                said = say(wrong, **({"day": EXAMPLE} if "day" in wrong else {}))
                field.error_messages = dict.fromkeys(ERRORS, said)

    def wrong(self, name: str, key: str) -> None:
        self.add_error(name, reader_language().say(key))


def _day() -> forms.DateField:
    """A day of this software; at the ends of the calendar there is no midnight to begin at."""
    return forms.DateField(
        required=False,
        widget=DayInput(),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )


class SearchForm(_Spoken):
    LABELS = {
        "event": "audit.field.event",
        "person": "audit.field.person",
        "kind": "audit.field.kind",
        "record": "audit.field.record",
        "since": "audit.field.since",
        "until": "audit.field.until",
    }
    HINTS = {
        "person": "audit.field.person_hint",
        "since": "audit.field.day_hint",
        "until": "audit.field.day_hint",
    }
    WRONG = {
        "event": "audit.field.wrong_choice",
        "person": "audit.field.wrong_number",
        "kind": "audit.field.wrong_choice",
        "record": "audit.field.wrong_token",
        "since": "audit.field.wrong_day",
        "until": "audit.field.wrong_day",
    }

    event = forms.ChoiceField(required=False)
    person = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        # A number input would drop what was typed wrongly, and with it what is to be mended.
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(required=False)
    record = forms.RegexField(ONE_TOKEN, required=False, max_length=70)
    since = _day()
    until = _day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = reader_language().say
        named = sorted(((name, say(f"audit.event.{name}")) for name in EVENTS), key=lambda e: e[1])
        self.fields["event"].choices = [("", say("audit.field.any_event")), *named]  # type: ignore[attr-defined]
        kinds = sorted(kinds_of_records().items(), key=lambda kind: kind[1])
        self.fields["kind"].choices = [("", say("audit.field.any_kind")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("record") and not found.get("kind") and "kind" not in self.errors:
            self.wrong("kind", "audit.field.needs_kind")
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.wrong("until", "audit.field.wrong_order")
        return found

    def search(self) -> Search:
        found = self.cleaned_data
        return Search(
            event=found["event"],
            person=found["person"],
            kind=found["kind"],
            record=found["record"],
            since=_midnight(found["since"]),
            until=_midnight(found["until"], days=1),
        )


class BreakGlassForm(_Spoken):
    LABELS = {"organisation": "audit.glass.organisation", "reason": "audit.glass.why"}
    WRONG = {"organisation": "audit.field.needs_choice", "reason": "audit.field.needs_choice"}

    organisation = forms.ChoiceField()
    reason = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = reader_language()
        named = [(found.code, found.name(spoken.tag)) for found in Organisation.objects.all()]
        named.sort(key=lambda choice: choice[1])
        choose = ("", spoken.say("audit.glass.choose"))
        self.fields["organisation"].choices = [choose, *named]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, spoken.say(f"audit.reason.{code}")) for code in BREAK_GLASS_REASONS
        ]


def _midnight(day: datetime.date | None, days: int = 0) -> datetime.datetime | None:
    """The beginning of the day where the reader is, or of a day after it."""
    if day is None:
        return None
    begin = datetime.datetime.combine(day + datetime.timedelta(days=days), datetime.time())
    return timezone.make_aware(begin)
