"""The lists that a subscriber stands on, for whoever holds a link from a mail to them."""

from __future__ import annotations

from toevlucht.news.models import Subscription


def lists_of(reference: str) -> list[Subscription]:
    found = Subscription.objects.filter(subscriber__reference=reference)
    return list(found.order_by("audience", "language"))
