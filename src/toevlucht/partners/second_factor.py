"""Whether somebody has a second factor, and its secrets as they are kept."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from toevlucht.partners.models import Person

# Recovery codes alone are no second factor: they stand in for one that was lost.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(person: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=person, type__in=SECOND_FACTORS).exists())


def is_missing(person: Person) -> bool:
    """Whether this person has to set up a second factor before anything else."""
    if not settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED:
        return False
    known = person.has_factor_now
    return not (has_second_factor(person.pk) if known is None else known)


def encrypt(text: str) -> str:
    """So that a copy of the database alone does not give the codes."""
    return _keys().encrypt(text.encode()).decode("ascii")


def decrypt(kept: str) -> str:
    return _keys().decrypt(kept.encode("ascii")).decode()


def _keys() -> MultiFernet:
    """The first encrypts; those of former secret keys still decrypt."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    digest = hashlib.sha256(b"toevlucht second factor\0" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
