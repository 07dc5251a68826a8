"""What people fill in to pass a report on, to answer what was passed on, and to hand it over."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.models import Organisation, Person
from toevlucht.records.events import BREAK_GLASS_REASONS
from toevlucht.signals import codes
from toevlucht.signals.actions.sharing import HANDLINGS, Offer
from toevlucht.signals.queries.agreements import Allowed
from toevlucht.signals.queries.files import Listed

LONGEST_WORDS = 4000
USUAL_DAYS = 90


def _choices(section: str, of: Iterable[str]) -> list[tuple[str, Any]]:
    return [(code, said(f"{section}.{code}")) for code in of]


def _reason(section: str, of: Sequence[str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=said("sharing.field.reason"),
        choices=_choices(section, of),
        widget=forms.RadioSelect,
    )


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=said(label),
        help_text=said(hint),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PassOnForm(forms.Form):
    """Only what was agreed, and only to whom it may go: the rest does not stand in it."""

    what = forms.ChoiceField(
        label=said("sharing.field.what"),
        help_text=said("sharing.hint.what"),
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(
        label=said("sharing.field.purpose"),
        choices=_choices(
            "sharing.purpose", [one for found in codes.PURPOSES.values() for one in found]
        ),
        widget=forms.RadioSelect,
    )
    consent = forms.ChoiceField(
        label=said("sharing.field.consent"),
        help_text=said("sharing.hint.consent"),
        choices=_choices("sharing.consent", codes.CONSENTS),
        initial="not_asked",
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label=said("sharing.field.parts"),
        help_text=said("sharing.hint.parts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    copies = forms.MultipleChoiceField(
        label=said("sharing.field.copies"),
        help_text=said("sharing.hint.copies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    question = _words("sharing.field.question", "sharing.hint.question")
    handling = forms.ChoiceField(
        label=said("sharing.field.handling"),
        choices=_choices("sharing.handling", HANDLINGS),
        initial="amber",
        widget=forms.RadioSelect,
    )
    recipients = forms.MultipleChoiceField(
        label=said("sharing.field.recipients"),
        help_text=said("sharing.hint.recipients"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label=said("sharing.field.expires_on"),
        help_text=said("sharing.hint.expires_on"),
        widget=DayInput(),
    )

    def __init__(
        self,
        *args: Any,
        allowed: Sequence[Allowed],
        people: Iterable[Person],
        parts: Iterable[str],
        files: Iterable[Listed],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        tag = reader_language().tag
        self.allowed = {_code_of(one): one for one in allowed}
        chosen: dict[str, list[tuple[str, Any]]] = {
            "what": [(code, _told(one)) for code, one in self.allowed.items()],
            "parts": _choices("sharing.part", parts),
            "copies": [(str(one.row.number), _file(one)) for one in files if one.is_clean],
            "recipients": [
                (str(one.pk), f"{one.name} ({one.organisation.name(tag)})") for one in people
            ],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not chosen["copies"]:
            del self.fields["copies"]
        until = timezone.localdate() + datetime.timedelta(days=USUAL_DAYS)
        self.fields["expires_on"].initial = until

    def chosen(self) -> Allowed:
        return self.allowed[self.cleaned_data["what"]]

    def offer(self) -> Offer:
        given, chosen = self.cleaned_data, self.chosen()
        return Offer(
            act=chosen.act,
            receiver=chosen.receiver.code,
            purpose=given["purpose"],
            basis=chosen.basis.code,
            handling=given["handling"],
            expires_on=given["expires_on"],
            consent=given["consent"],
            parts=tuple(given["parts"]),
            files=tuple(int(one) for one in given.get("copies", ())),
            recipients=tuple(int(one) for one in given["recipients"]),
            question=given["question"].strip(),
        )


class RefuseForm(forms.Form):
    reason = _reason("sharing.refusal", codes.REFUSALS)


class HandBackForm(forms.Form):
    reason = _reason("sharing.hand_back", codes.HAND_BACKS)


class RevokeForm(forms.Form):
    reason = _reason("sharing.revocation", codes.REVOCATIONS)


class AnswerForm(forms.Form):
    status = forms.ChoiceField(
        label=said("sharing.field.status"),
        choices=_choices("sharing.answer", codes.ANSWERS),
        widget=forms.RadioSelect,
    )
    words = _words("sharing.field.words", "sharing.hint.words")


class LinkForm(forms.Form):
    """Where the link goes; the address is not kept."""

    email = forms.EmailField(
        label=said("sharing.field.email"), help_text=said("sharing.hint.email"), max_length=254
    )


class HandOverForm(forms.Form):
    to = forms.ChoiceField(label=said("sharing.field.to"), widget=forms.RadioSelect)
    stays_involved = forms.BooleanField(
        label=said("sharing.field.stays_involved"),
        help_text=said("sharing.hint.stays_involved"),
        required=False,
    )

    def __init__(self, *args: Any, places: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _named(places)  # type: ignore[attr-defined]


class EmergencyForm(forms.Form):
    organisation = forms.ChoiceField(label=said("sharing.field.whose"))
    reason = forms.ChoiceField(
        label=said("audit.glass.why"),
        choices=[(code, said(f"audit.reason.{code}")) for code in BREAK_GLASS_REASONS],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, places: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = _named(places)  # type: ignore[attr-defined]


def _named(places: Iterable[Organisation]) -> list[tuple[str, str]]:
    tag = reader_language().tag
    return [(one.code, one.name(tag)) for one in places]


def _code_of(allowed: Allowed) -> str:
    return f"{allowed.act}:{allowed.receiver.code}:{allowed.basis.code}"


def _file(file: Listed) -> str:
    return reader_language().say(
        "sharing.pass_on.file",
        n=file.row.number,
        name=file.facts.name,
        kind=file.facts.ending.upper(),
    )


def _told(allowed: Allowed) -> str:
    spoken = reader_language()
    return spoken.say(
        "sharing.pass_on.option",
        act=spoken.say(f"codes_of_reports.act.{allowed.act}"),
        organisation=allowed.receiver.name(spoken.tag),
        basis=spoken.say(f"sharing.basis.{allowed.basis.code}"),
        days=spoken.say("people.days", n=allowed.answer_days),
    )
