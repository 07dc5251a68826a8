"""What a coordinator writes to whoever reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from toevlucht.layout.said import said
from toevlucht.signals.conversation import LONGEST


class MessageForm(forms.Form):
    """A question or an advice."""

    message = forms.CharField(
        label=said("answering.form.message"),
        help_text=said("answering.form.message_help"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OutcomeForm(forms.Form):
    """Which of the texts that fit; ``answers`` are their codes."""

    answer = forms.ChoiceField(label=said("answering.form.answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, answers: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["answer"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(code, said(f"answering.text.{code}")) for code in answers]
