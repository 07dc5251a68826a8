"""What became of reports, as rows of the data dictionary: a month of an organisation each."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

from toevlucht.geography import areas
from toevlucht.language import language
from toevlucht.partners.models import Agreement, Organisation
from toevlucht.signals import codes
from toevlucht.signals.models import FollowUp
from toevlucht.signals.picture_names import picture_name, picture_names_key
from toevlucht.signals.queries.for_the_picture import SPOKEN, Row, shared_by, supplier_of

STEPS = (
    "received",
    "acknowledged_in_time",
    "acted_in_a_day",
    "acted_in_a_week",
    "acted_on",
    "referred",
    "taken_up",
    "answered",
    "closed",
)
COUNTS = (*STEPS, *(f"closed_{code}" for code in codes.OUTCOMES))


def follow_up_for_the_picture(organisation: Organisation, today: datetime.date) -> Iterator[Row]:
    """The newest count of each month that lies within an agreement as a whole, so far as it went.

    Which row it corrects is known to whoever took the rows before.
    """
    agreements = shared_by(organisation.code, today)
    supplier = supplier_of(organisation)
    if not agreements or not supplier:
        return
    key = picture_names_key()
    counted = FollowUp.objects.filter(organisation=organisation.code, is_for_picture=True)
    for one in counted.order_by("month"):
        if any(_covers(agreement, one) for agreement in agreements):
            yield _row(one, organisation.area, supplier, key)


def _covers(agreement: Agreement, counted: FollowUp) -> bool:
    length = calendar.monthrange(counted.month.year, counted.month.month)[1]
    last = min(counted.month.replace(day=length), counted.counted_on)
    ends = agreement.valid_to
    return agreement.valid_from <= counted.month and (ends is None or ends >= last)


def _row(one: FollowUp, area: str, supplier: str, key: bytes) -> Row:
    numbers = {name: str(getattr(one, name)) for name in STEPS}
    numbers |= {f"closed_{code}": str(one.outcomes.get(code, 0)) for code in codes.OUTCOMES}
    month, counted_on = one.month.isoformat(), one.counted_on.isoformat()
    about = (one.organisation, month, counted_on, *numbers.values())
    return {
        "id": picture_name(key, "F", *about),
        "corrects": "",
        "known_on": counted_on,
        "known_by": supplier,
        "stated_by": supplier,
        "month": month,
        "area": _area(area, one.month),
        **numbers,
        "origin": "own",
        "source": language(SPOKEN).say("partners_reports.row.source"),
    }


def _area(area: str, month: datetime.date) -> str:
    """Where the organisation was in that month; the country for one that is for all of it."""
    if not area:
        return "NL"
    heir = areas.successor(area, month)
    return heir.code if heir else "unknown"
