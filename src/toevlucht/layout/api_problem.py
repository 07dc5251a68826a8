"""An error as the API's description gives it."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Problem(Schema):
    """What went wrong, after RFC 9457; ``errors`` says it place by place."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = []
