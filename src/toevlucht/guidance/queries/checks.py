"""Which requirements a check asks after: by occasion, day and audience."""

from __future__ import annotations

import datetime

from toevlucht.guidance.models import Requirement, Version


def requirements_for(
    occasion: str, on: datetime.date, audience: str = "", handbook: str = ""
) -> list[Requirement]:
    """Those of the versions that held on that day, in the order of reading.

    Of every handbook, or of one; for everybody, or for one audience. Two queries. A check keeps
    each requirement by its handbook, version and code: a published one never changes.
    """
    held = Version.objects.filter(valid_from__lte=on).order_by("valid_from", "number")
    if handbook:
        held = held.filter(handbook__code=handbook)
    newest = {one.handbook_id: one.pk for one in held}
    found = (
        Requirement.objects.filter(version__in=newest.values(), valid_from__lte=on)
        .exclude(valid_until__lt=on)
        .select_related("version__handbook", "chapter")
        .order_by("version__handbook__code", "position")
    )
    return [
        one
        for one in found
        if occasion in one.occasions and (not audience or audience in one.audiences)
    ]
