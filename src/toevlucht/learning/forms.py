"""The forms of learning: a name on paper, the address of a guest, why something is withdrawn."""

from __future__ import annotations

import re

from django import forms

from toevlucht.layout.said import said
from toevlucht.learning.models.elsewhere import WITHDRAWN_FOR

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


class WithdrawForm(forms.Form):
    """What was wrong with a completion that was written down."""

    reason = forms.ChoiceField(
        label=said("learned_elsewhere.withdraw.reason"),
        choices=[(one, said(f"learned_elsewhere.reason.{one}")) for one in WITHDRAWN_FOR],
        widget=forms.RadioSelect,
    )
