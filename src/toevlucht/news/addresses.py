"""Mail addresses of subscribers: as one writes them, found again, sealed and opened."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable

from toevlucht.news.models import Subscriber
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen, seal, unseal
from toevlucht.records.sealed.masters import derived_key, derived_keys

HOLDER = "newsletter:"
"""Who holds the keys of addresses. No organisation can have such a code."""


def as_known(address: str) -> str:
    """The domain in small letters, and the name too: hardly a server tells them apart."""
    return address.strip().casefold()


def lookup_of(address: str) -> str:
    return _digest(derived_key("newsletter addresses"), address)


def network_of(place: str, address: str) -> str:
    """Where a form came from, as it is counted for this address alone."""
    return _digest(derived_key("newsletter networks"), f"{_network(place)} {address}")


def _network(place: str) -> str:
    """Of IPv6 what one connection gets: within it everybody has addresses without number."""
    try:
        found = ipaddress.ip_address(place)
    except ValueError:
        return place
    return place if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def find_subscriber(address: str) -> Subscriber | None:
    """Also one that was noted under an earlier master key."""
    digests = [_digest(key, address) for key in derived_keys("newsletter addresses")]
    return Subscriber.objects.filter(lookup__in=digests).first()


def put_subscribers(addresses: Iterable[str], is_generated: bool = False) -> list[Subscriber]:
    """New ones, each with a key of its own; in the caller's transaction."""
    made = {one: Subscriber(is_generated=is_generated) for one in map(as_known, addresses)}
    keys = custody.make_keys((one.record for one in made.values()), HOLDER)
    for address, one in made.items():
        one.lookup = lookup_of(address)
        one.sealed = seal(keys[one.record], address.encode(), one.record)
    return Subscriber.objects.bulk_create(made.values(), batch_size=500)


def addresses_of(subscribers: Iterable[Subscriber]) -> dict[str, str]:
    """By reference; whose key was destroyed is left out."""
    known = {one.record: one for one in subscribers}
    found: dict[str, str] = {}
    for record, key in custody.open_keys(known, HOLDER).items():
        try:
            opened = unseal(key, known[record].sealed, record)
        except CannotOpen:
            continue
        found[known[record].reference] = opened.decode()
    return found


def _digest(key: bytes, address: str) -> str:
    return hmac.new(key, as_known(address).encode(), "sha256").hexdigest()
