"""What every page needs around its content: the language, itself in the others, and the demo."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

from toevlucht.language import LANGUAGES, language
from toevlucht.layout.reader import reader_language


def surroundings(request: HttpRequest) -> dict[str, Any]:
    tag = reader_language().tag
    return {
        "language": tag,
        "other_languages": _same_page(request, tag),
        "demo": settings.TOEVLUCHT_DEMO,
    }


def _same_page(request: HttpRequest, tag: str) -> list[tuple[str, str, str]]:
    """Tag, own name and address of this page in each language, the current one without address."""
    _, _, rest = request.path_info.lstrip("/").partition("/")
    in_language = request.path_info.startswith(f"/{tag}/")
    return [
        (
            other,
            language(other).say("site.name_of_language"),
            "" if other == tag else quote(f"/{other}/{rest if in_language else ''}"),
        )
        for other in LANGUAGES
    ]
