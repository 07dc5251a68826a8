"""The organisations and accounts of the demo, with another random password each time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from toevlucht.dictionary import dictionary
from toevlucht.language import language
from toevlucht.partners.actions.organisations import add_organisation
from toevlucht.partners.actions.people import invite
from toevlucht.partners.models import Organisation
from toevlucht.records.actions import unit_of_work
from toevlucht.records.viewer import OPERATOR

# One for each thing that somebody may do, in the order of an edition: read, send, write, approve.
ACCOUNTS = (
    ("red_cross", "reader"),
    ("red_cross", "contributor"),
    ("police", "contributor"),
    ("red_cross", "approver"),
    ("red_cross", "administrator"),
    ("emm", "editor"),
    ("emm", "approver"),
    ("emm", "administrator"),
    ("vluchtelingenwerk", "reader"),  # contributes nothing: what does an outsider see?
)
NO_PARTNERS = {"example", "media"}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@dataclass(frozen=True)
class DemoAccount:
    """What somebody needs to log in to the demo."""

    role: str
    organisation: str
    email: str
    password: str


def make_demo_accounts() -> list[DemoAccount]:
    if not settings.TOEVLUCHT_DEMO:
        raise RuntimeError("accounts of the demo belong in the demo only")
    with unit_of_work(), transaction.atomic():
        for code in dictionary().code_lists["organisation"].codes:
            if code.kind not in NO_PARTNERS:
                add_organisation(OPERATOR, code.code, {})
        return [_account(code, role) for code, role in ACCOUNTS]


def _account(code: str, role: str) -> DemoAccount:
    organisation = Organisation.objects.get(code=code)
    email = f"{role}.{code}@demo.toevlucht.example"
    called = language("nl").say(f"people.role.{role}")
    name = f"{called} ({organisation.name_nl})"[:120]
    person = invite(OPERATOR, organisation, email, name, "nl", [role])
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    person.set_password(password)
    person.is_demo = True
    person.save(update_fields=["password", "is_demo"])
    return DemoAccount(role, organisation.code, email, password)
