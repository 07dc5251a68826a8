"""No account of the demo may be present where the site is in real use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from toevlucht.partners.models import Person


@register(Tags.database)
def no_demo_accounts(*, databases: Sequence[str] | None = None, **rest: Any) -> list[CheckMessage]:
    """Asked for with ``check --database default``, and by production as it starts."""
    if settings.TOEVLUCHT_DEMO or not databases:
        return []
    count = Person.objects.using(databases[0]).filter(is_demo=True).count()
    if not count:
        return []
    return [
        Error(
            f"{count} accounts of the demo are in this database; their passwords were printed.",
            hint="Use a database of its own for the demo, and an empty one here.",
            id="partners.E001",
        )
    ]
