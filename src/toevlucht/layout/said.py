"""A text in the language of whoever reads it, for forms that are declared before anybody reads."""

from __future__ import annotations

from django.utils.functional import lazy

from toevlucht.language import Value
from toevlucht.layout.reader import reader_language


def _say(key: str, **values: Value) -> str:
    return reader_language().say(key, **values)


said = lazy(_say, str)
