"""Hand out a file that somebody sent: saved, and never shown by the browser."""

from __future__ import annotations

from django.http import HttpResponse


def saved_never_shown(content: bytes, kind: str, name: str) -> HttpResponse:
    """Whatever is in it. ``name`` is ours, and tells nothing of what is in it."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
