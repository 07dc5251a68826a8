"""What an API key looks like, and who calls with one."""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from collections.abc import Collection

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from toevlucht.partners.models import ApiKey, Assignment
from toevlucht.records.actions import record_refusal
from toevlucht.records.viewer import PUBLIC, NotAllowed, Viewer

# A key starts with a word of its own, so that scanners for leaked secrets know it.
FORM = re.compile(r"toevlucht_(?P<prefix>[a-z0-9]{12})_(?P<secret>[A-Za-z0-9]{43})")
KEY_ROLES = ("reporter", "coordinator", "reader", "contributor")
LONGEST = 365  # days
ENDED_EVERY = 60  # seconds between two lines about calls with one key that ended

_LETTERS = string.ascii_letters + string.digits
_NOBODYS_DIGEST = "0" * 64


def new_key() -> tuple[str, str]:
    """A prefix and the whole key; 43 letters and digits hold over 250 bits."""
    prefix = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(12))
    secret = "".join(secrets.choice(_LETTERS) for _ in range(43))
    return prefix, f"toevlucht_{prefix}_{secret}"


def digest_of(key: str) -> str:
    """A fast digest suffices: nobody guesses 250 random bits."""
    return hashlib.sha256(key.encode("utf-8", errors="replace")).hexdigest()


def key_roles_of(roles: Collection[str]) -> frozenset[str]:
    """The roles that a person with these may put in a key; who contributes reads as well."""
    possible = frozenset(roles) & frozenset(KEY_ROLES)
    return possible | {"reader"} if "contributor" in possible else possible


def viewer_of_api_key(key: str) -> Viewer:
    """The organisation's viewer that calls with ``key``; the public where the key is no good.

    An unknown key costs the same comparison as a known one. The person is whoever made the key:
    it ends with that person's account, and does no more than that person may now. Notes the day
    on which the key was used. That somebody still calls with a key that ended is on record, for
    the administrators of its organisation: it may have leaked.
    """
    found = FORM.fullmatch(key)
    kept = _kept(found["prefix"]) if found else None
    matches = constant_time_compare(digest_of(key), kept.digest if kept else _NOBODYS_DIGEST)
    if not kept or not matches:
        return PUBLIC
    if not _is_good(kept):
        _record_call_with(kept)
        return PUBLIC
    now = Assignment.objects.filter(person=kept.made_by_id, until=None)
    roles = frozenset(kept.roles) & key_roles_of(now.values_list("role", flat=True))
    if not roles:
        return PUBLIC
    today = timezone.localdate()
    if kept.last_used_on != today:
        ApiKey.objects.filter(pk=kept.pk).update(last_used_on=today)
    return Viewer(
        person=kept.made_by_id,
        organisation=kept.organisation.code,
        roles=roles,
        is_centre=kept.organisation.is_centre,
        channel="api",
    )


def _record_call_with(ended: ApiKey) -> None:
    """Once a minute at the most: a key that lies in the open would let anybody fill the trail."""
    if cache.add(f"api-key-ended-{ended.pk}", True, ENDED_EVERY):
        caller = Viewer(organisation=ended.organisation.code, channel="api")
        record_refusal(caller, NotAllowed("page.opened", "api_key", (str(ended.pk),)))


def _kept(prefix: str) -> ApiKey | None:
    keys = ApiKey.objects.select_related("organisation", "made_by")
    return keys.filter(prefix=prefix).first()


def _is_good(key: ApiKey) -> bool:
    is_open = key.organisation.is_active and key.made_by.is_active
    return is_open and key.withdrawn_at is None and key.expires_on >= timezone.localdate()
