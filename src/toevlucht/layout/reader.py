"""The language in which this request is answered: the first part of its address decides."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from toevlucht.language import LANGUAGES, Language, language


def reader_language() -> Language:
    tag = get_language()
    return language(tag if tag in LANGUAGES else settings.LANGUAGE_CODE)
