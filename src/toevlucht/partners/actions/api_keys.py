"""Make API keys and withdraw them."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.actions.people import withdraw_keys
from toevlucht.partners.api_keys import LONGEST, digest_of, key_roles_of, new_key
from toevlucht.partners.models import ApiKey, Organisation
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def make_api_key(
    viewer: Viewer, name: str, roles: Collection[str], days: int
) -> tuple[ApiKey, str]:
    """A key and its words, which are told this once; it does no more than its maker may."""
    if viewer.person is None or viewer.channel == "api" or not key_roles_of(viewer.roles):
        raise NotAllowed("api_key.made", "organisation", (viewer.organisation,))
    if not roles or not set(roles) <= key_roles_of(viewer.roles):
        raise Refused(Message("people.problem.key_roles"), "roles")
    if not 1 <= days <= LONGEST:
        raise Refused(Message("people.problem.key_days", {"n": LONGEST}), "days")
    prefix, words = new_key()
    key = ApiKey.objects.create(
        organisation=Organisation.objects.get(code=viewer.organisation),
        made_by_id=viewer.person,
        name=name.strip(),
        prefix=prefix,
        digest=digest_of(words),
        roles=sorted(roles),
        expires_on=timezone.localdate() + datetime.timedelta(days=days),
    )
    record_change(viewer, "api_key.made", "api_key", (key.pk,))
    return key, words


@transaction.atomic
def withdraw_api_key(viewer: Viewer, key: ApiKey) -> None:
    """Whoever made it, or an administrator of its organisation."""
    own = viewer.person == key.made_by_id
    in_charge = viewer.has("administrator") and viewer.organisation == key.organisation.code
    if viewer.channel == "api" or not (own or in_charge):
        raise NotAllowed("api_key.withdrawn", "api_key", (str(key.pk),))
    withdraw_keys(viewer, [key])
