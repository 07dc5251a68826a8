"""The forms of learning: a name on paper, the address of a guest, why something is withdrawn."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from toevlucht.layout.day_input import DayInput
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.learning.models.elsewhere import WITHDRAWN_FOR
from toevlucht.learning.queries.certificates import find_certificate
from toevlucht.learning.queries.hosts import for_hosts

MINE = re.compile(r"/courses/(?P<course>[-a-z0-9]+)/mine/(?P<token>[-\w]+)(?:/|$)", re.ASCII)


class NameForm(forms.Form):
    """What stands on the paper; it is kept nowhere."""

    name = forms.CharField(
        label=said("learning.field.name"), help_text=said("learning.hint.name"), max_length=80
    )


class ClaimForm(forms.Form):
    """The address of a guest, which nobody else has: the code stands on paper that is shown."""

    address = forms.RegexField(
        regex=MINE,
        label=said("learning.field.address"),
        help_text=said("learning.hint.address"),
        max_length=300,
        error_messages={"invalid": said("learning.problem.no_certificate")},
    )

    def parts(self) -> tuple[str, str]:
        """The code of the course, and the token of the guest."""
        found = MINE.search(self.cleaned_data["address"])
        assert found
        return found["course"], found["token"]


class RevokeForm(forms.Form):
    """Which certificate, by the code on its paper; sure once its course and days were shown."""

    code = forms.CharField(
        label=said("learning.paper.code"), help_text=said("learning.revoke.hint"), max_length=40
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().lower()
        found = find_certificate(code)
        if found is None or found.certificate.revoked_at is not None:
            raise forms.ValidationError(said("learning.revoke.none"))
        return code


class HostCourseForm(forms.Form):
    """Which adult of a household completed which course of others, and when."""

    adult = forms.ChoiceField(label=said("learned_elsewhere.host.who"), widget=forms.RadioSelect)
    course = forms.ChoiceField(
        label=said("learned_elsewhere.column.course"), widget=forms.RadioSelect
    )
    completed_on = forms.DateField(
        label=said("learned_elsewhere.column.completed_on"), widget=DayInput()
    )

    def __init__(self, adults: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        tag = reader_language().tag
        courses = [(name, one.title[tag]) for name, one in for_hosts().items()]
        self.fields["adult"].choices = adults  # type: ignore[attr-defined]
        self.fields["course"].choices = courses  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """What was wrong with a completion that was written down."""

    reason = forms.ChoiceField(
        label=said("learned_elsewhere.withdraw.reason"),
        choices=[(one, said(f"learned_elsewhere.reason.{one}")) for one in WITHDRAWN_FOR],
        widget=forms.RadioSelect,
    )
