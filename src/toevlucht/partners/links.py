"""Links with which somebody chooses a password: signed, used once, soon over."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from toevlucht.partners.backend import is_open
from toevlucht.partners.models import Person

# Seconds that a link lives, by what it is for.
LIVES = {"invitation": 72 * 3600, "reset": 3600}
HOURS = {purpose: seconds // 3600 for purpose, seconds in LIVES.items()}


@dataclass(frozen=True)
class Link:
    """What a link is for, and the words in which it travels."""

    purpose: str
    token: str


def link_for(person: Person, purpose: str) -> Link:
    value = f"{person.pk}.{_state(person)}"
    return Link(purpose, _signer(purpose).sign(value))


def person_of(purpose: str, token: str) -> Person | None:
    """Who may choose a password with this link; nobody once it is used, over or made up."""
    if purpose not in LIVES:
        return None
    try:
        value = _signer(purpose).unsign(token, max_age=LIVES[purpose])
    except BadSignature:
        return None
    number, _, state = value.partition(".")
    person = Person.objects.select_related("organisation").filter(pk=int(number)).first()
    if not person or not is_open(person) or not constant_time_compare(state, _state(person)):
        return None
    return person


def address_of(link: Link, person: Person, site: str) -> str:
    """The whole address, in the person's language; ``site`` as ``https://host``."""
    with translation.override(person.language):
        path = reverse("choose-password", args=(link.purpose, link.token))
    return f"{settings.TOEVLUCHT_ADDRESS or site}{path}"


def _state(person: Person) -> str:
    """Changes with the password and with every log-in, so that an older link is worth nothing."""
    last = person.last_login.isoformat() if person.last_login else ""
    value = f"{person.password}/{person.email}/{last}"
    return salted_hmac("toevlucht.partners.links", value, algorithm="sha256").hexdigest()[:32]


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"toevlucht.partners.links.{purpose}")
