"""The forms of learning: the name on a certificate, and the code of one to claim."""

from __future__ import annotations

from django import forms

from toevlucht.layout.said import said
from toevlucht.records.references import PATTERN


class NameForm(forms.Form):
    """What stands on the paper; it is kept nowhere."""

    name = forms.CharField(
        label=said("learning.field.name"), help_text=said("learning.hint.name"), max_length=80
    )


class CodeForm(forms.Form):
    code = forms.RegexField(
        regex=f"^{PATTERN.pattern}$",
        label=said("learning.field.code"),
        help_text=said("learning.hint.code"),
        error_messages={"invalid": said("learning.problem.no_certificate")},
    )
