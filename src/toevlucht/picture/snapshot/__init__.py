"""A frozen edition on disk: what was known on the cut-off date, and what editors wrote."""

from toevlucht.picture.snapshot.freezing import FreezeError, freeze
from toevlucht.picture.snapshot.manifest import ManifestError
from toevlucht.picture.snapshot.reading import Snapshot, open_snapshot, sql_of
from toevlucht.picture.snapshot.verification import Deviation, verify

__all__ = [
    "Deviation",
    "FreezeError",
    "ManifestError",
    "Snapshot",
    "freeze",
    "open_snapshot",
    "sql_of",
    "verify",
]
