"""The addresses of logging in and out, of passwords and of the second factor.

Of allauth's pages only these are there: nobody signs up, and addresses of people do not change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.cache import cache_control

from toevlucht.partners import account_pages
from toevlucht.partners.access import ask_to_log_in, viewer_of_request

Page = Callable[..., HttpResponseBase]


def own(page: Page) -> Page:
    """A page of the own account: in one transaction, with the menu around it, never cached."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer_of_request(request)
        with transaction.atomic():
            return page(request, *args, **kwargs)

    return cache_control(private=True, no_store=True)(answer)


def complete(page: Page) -> Page:
    """As ``own``, for who has a second factor or needs none."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if viewer_of_request(request).is_public:
            return ask_to_log_in(request)
        return page(request, *args, **kwargs)

    return own(answer)


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", own(account.logout), name="account_logout"),
    path("confirm/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/", complete(account.password_change), name="account_change_password"),
    path("password/forgotten/", account_pages.forgotten, name="account_reset_password"),
    path(
        "password/<slug:purpose>/<str:token>/",
        account_pages.choose_password,
        name="choose-password",
    ),
    path("second-factor/", own(mfa.index), name="mfa_index"),
    path("second-factor/login/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/add/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/passkeys/", own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("second-factor/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "second-factor/passkeys/confirm/",
        own(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        own(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/name/",
        own(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("second-factor/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        own(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
