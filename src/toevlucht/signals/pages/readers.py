"""The panel of a report that says who can read it and why, and to whom it was passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from toevlucht.partners.queries import person_names
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.queries.opening import Opened
from toevlucht.signals.queries.readers import readers_for
from toevlucht.signals.queries.sharing import referrals_of


def readers(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> Mapping[str, Any]:
    found = readers_for(viewer, entry)
    names = names_of_organisations()
    known = person_names(viewer, [one for reader in found.organisations for one in reader.people])
    return {
        "readers": [
            {
                "entry": one.entry,
                "name": names.get(one.organisation, one.organisation),
                "people": [known[person] for person in one.people if person in known],
                "others": sum(person not in known for person in one.people),
            }
            for one in found.organisations
        ],
        "emergencies": [
            (one, names.get(one.organisation, one.organisation)) for one in found.emergencies
        ],
        "has_receipt": found.has_receipt,
        "has_named_reporter": found.has_named_reporter,
        "referrals": [
            (one, names.get(one.receiver, one.receiver)) for one in referrals_of(viewer, entry)
        ],
        "today": timezone.localdate(),
    }
