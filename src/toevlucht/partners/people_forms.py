"""The forms with which administrators manage people and keys."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from toevlucht.language import LANGUAGES
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.api_keys import LONGEST
from toevlucht.partners.rules import Refused

OWN_NAMES = [(tag, said(f"rendering.language_name.{tag}")) for tag in LANGUAGES]
LIFETIMES = (30, 90, 180, LONGEST)


def role_choices(roles: Collection[str]) -> list[tuple[str, str]]:
    """Each role with what it may do."""
    return [(role, said(f"people.role_choice.{role}")) for role in roles]


def put_right(form: forms.Form, refused: Refused) -> None:
    """Show a refusal at the field that it is about."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, reader_language().message(refused.message))


class Roles(forms.Form):
    """Which roles somebody has."""

    roles = forms.MultipleChoiceField(
        label=said("people.field.roles"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, possible: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(possible)  # type: ignore[attr-defined]


class Invitation(Roles):
    """Somebody new."""

    email = forms.EmailField(
        label=said("people.field.email"), help_text=said("people.hint.email"), max_length=254
    )
    name = forms.CharField(label=said("people.field.name"), max_length=120)
    language = forms.ChoiceField(
        label=said("people.field.language"),
        help_text=said("people.hint.language"),
        choices=OWN_NAMES,
    )
    field_order = ("email", "name", "language", "roles")


class OwnAccount(forms.Form):
    """What people change of their own account."""

    name = forms.CharField(label=said("people.field.name"), max_length=120)
    language = forms.ChoiceField(
        label=said("people.field.language"),
        help_text=said("people.hint.language"),
        choices=OWN_NAMES,
    )


class NewKey(forms.Form):
    """What a key is for, what it may do, and until when."""

    name = forms.CharField(
        label=said("people.field.key_name"), help_text=said("people.hint.key_name"), max_length=80
    )
    roles = forms.MultipleChoiceField(
        label=said("people.field.roles"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=said("people.field.days"), coerce=int)

    def __init__(self, *args: Any, possible: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(possible)  # type: ignore[attr-defined]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, said("people.days", n=days)) for days in LIFETIMES
        ]
