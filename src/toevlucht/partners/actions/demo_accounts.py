"""The organisations and accounts of the demo, with another random password each time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.geography import areas
from toevlucht.language import LANGUAGES, language
from toevlucht.partners.actions.organisations import add_organisation
from toevlucht.partners.actions.people import invite
from toevlucht.partners.models import Organisation
from toevlucht.records.actions import unit_of_work
from toevlucht.records.viewer import OPERATOR

# Places of reception lie in these areas. Amersfoort's municipality has nobody who coordinates.
AREAS = {
    "amsterdam": "GM0363",
    "gm0307": "GM0307",
    "gm0344": "GM0344",
    "gm1950": "GM1950",
    "vr01": "VR01",
    "vr09": "VR09",
    "vr13": "VR13",
}
INDEPENDENT = "comensha"
WHOLE_COUNTRY = "veiligheidsberaad"

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
    # Who reports, and who handles reports
    ("red_cross", "reporter"),
    ("gm0344", "reporter"),
    ("gm0344", "coordinator"),
    ("gm0344", "administrator"),
    ("gm1950", "coordinator"),
    ("amsterdam", "coordinator"),
    ("vr09", "coordinator"),
    ("nla", "coordinator"),
    ("nidos", "coordinator"),
    ("comensha", "coordinator"),
    (WHOLE_COUNTRY, "coordinator"),
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
        _add_organisations()
        return [_account(code, role) for code, role in ACCOUNTS]


def _add_organisations() -> None:
    known = dictionary().code_lists["organisation"].codes
    for code in (one.code for one in known if one.kind not in NO_PARTNERS):
        if code not in AREAS:
            area = areas.NATIONAL if code == WHOLE_COUNTRY else ""
            is_apart = code == INDEPENDENT
            add_organisation(OPERATOR, code, {}, area=area, is_independent_contact=is_apart)
    for code, area in AREAS.items():
        kind = "municipality" if area.startswith("GM") else "region"
        add_organisation(OPERATOR, code, _names(kind, area), kind=kind, area=area)


def _names(kind: str, area: str) -> dict[str, str]:
    named = areas.named(area, timezone.localdate())
    return {tag: language(tag).say(f"places.demo.{kind}", name=named) for tag in LANGUAGES}


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
