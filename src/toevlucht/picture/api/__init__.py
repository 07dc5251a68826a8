"""The picture for machines: what partners send and follow, and what everybody can read."""

from toevlucht.picture.api.contributing import router as contributing
from toevlucht.picture.api.published import router as published

__all__ = ["contributing", "published"]
