"""The forms of logging in and of the second factor, with labels from our own catalogue."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as code
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from toevlucht.layout.said import said


class _OurWords(forms.Form):
    """Labels and hints by field; no placeholders, which vanish as somebody types."""

    WORDS: dict[str, str] = {}
    HINTS: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = said(self.HINTS[name]) if name in self.HINTS else ""
            if name in self.WORDS:
                field.label = said(self.WORDS[name])


class LogIn(_OurWords, account.LoginForm):  # type: ignore[misc]
    WORDS = {"login": "accounts.field.email", "password": "accounts.field.password"}


class ConfirmByPassword(_OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    WORDS = {"password": "accounts.field.password"}


class ChangePassword(_OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    WORDS = {
        "oldpassword": "accounts.field.old_password",
        "password1": "accounts.field.new_password",
        "password2": "accounts.field.again",
    }
    HINTS = {"password1": "accounts.hint.password"}


class Code(_OurWords, code.AuthenticateForm):  # type: ignore[misc]
    WORDS = {"code": "accounts.field.code"}
    HINTS = {"code": "accounts.hint.code"}


class ConfirmByCode(_OurWords, code.ReauthenticateForm):  # type: ignore[misc]
    WORDS = {"code": "accounts.field.code"}
    HINTS = {"code": "accounts.hint.code"}


class AddApp(_OurWords, ActivateTOTPForm):  # type: ignore[misc]
    WORDS = {"code": "accounts.field.code"}
    HINTS = {"code": "accounts.hint.first_code"}


class AddPasskey(_OurWords, AddWebAuthnForm):  # type: ignore[misc]
    WORDS = {"name": "accounts.field.passkey_name", "passwordless": "accounts.field.passwordless"}
    HINTS = {
        "name": "accounts.hint.passkey_name",
        "passwordless": "accounts.hint.passwordless",
    }


class NamePasskey(_OurWords, EditWebAuthnForm):  # type: ignore[misc]
    WORDS = {"name": "accounts.field.passkey_name"}
    HINTS = {"name": "accounts.hint.passkey_name"}


class Forgotten(forms.Form):
    """To which address a link goes, if it is known."""

    email = forms.EmailField(
        label=said("accounts.field.email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ChoosePassword(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=said("accounts.field.new_password"),
        help_text=said("accounts.hint.password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=said("accounts.field.again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("password") != given.get("again"):
            self.add_error("again", said("accounts.error.not_the_same"))
        return given
