"""What allauth asks of us: who may come in, our words, and how secrets are kept."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from toevlucht.layout.said import said
from toevlucht.partners import second_factor
from toevlucht.partners.backend import is_open
from toevlucht.partners.models import Person

_SALT = "toevlucht.partners.adapters.network-address"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; allauth's messages in our words; no network address is kept."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": said("accounts.error.wrong"),
        "enter_current_password": said("accounts.error.wrong_password"),
        "incorrect_password": said("accounts.error.wrong_password"),
        "incorrect_code": said("accounts.error.wrong_code"),
        "too_many_login_attempts": said("accounts.error.too_many"),
        "rate_limited": said("accounts.error.too_many"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Person, **rest: Any) -> HttpResponse | None:
        """A passkey names its owner, so this is where a closed account is stopped."""
        if is_open(user):
            return None
        clear_login(request)
        messages.error(request, said("accounts.error.wrong"))
        return redirect("account_login")

    def reauthenticate(self, user: Person, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_client_ip(self, request: HttpRequest) -> str:
        """A digest of it: attempts are counted by address, and the address is not kept."""
        address = truncate_ip(super().get_client_ip(request))
        return salted_hmac(_SALT, address, algorithm="sha256").hexdigest()[:32]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my-account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        message: str | None = None,
        **more: Any,
    ) -> None:
        """allauth names a template; we have a text of the same name, or say nothing."""
        said_here = MESSAGES.get(message_template or "", "")
        if message or said_here:
            messages.add_message(request, level, str(message or said(said_here)))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for method in methods:
            method["description"] = said(METHODS[method["id"]])
        return methods


MESSAGES = {
    "account/messages/logged_out.txt": "accounts.done.logged_out",
    "account/messages/password_changed.txt": "accounts.done.password_changed",
    "mfa/messages/totp_activated.txt": "accounts.done.app_added",
    "mfa/messages/totp_deactivated.txt": "accounts.done.app_removed",
    "mfa/messages/webauthn_added.txt": "accounts.done.passkey_added",
    "mfa/messages/webauthn_removed.txt": "accounts.done.passkey_removed",
    "mfa/messages/recovery_codes_generated.txt": "accounts.done.codes_made",
}
METHODS = {
    "reauthenticate": "accounts.confirm.by_password",
    "mfa_reauthenticate": "accounts.confirm.by_code",
    "mfa_reauthenticate:webauthn": "accounts.confirm.by_passkey",
}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our words, secrets encrypted, and a picture of the key without a size of its own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": said("accounts.error.wrong_code"),
    }

    def encrypt(self, text: str) -> str:
        return second_factor.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """To stand in the page itself: without the XML declaration, as large as its place."""
        drawn = re.sub(r"<\?xml[^>]*\?>\s*", "", super().build_totp_svg(url))
        return re.sub(r'\s(?:width|height)="[^"]*mm"', "", drawn)

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        return str(said("accounts.passkey.first_name"))

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}
