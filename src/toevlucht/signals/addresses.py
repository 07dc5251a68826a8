"""How references stand in addresses: only what `references` makes leads anywhere."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

from toevlucht.records.references import PATTERN


class Reference(StringConverter):
    regex = PATTERN.pattern


register_converter(Reference, "reference")
