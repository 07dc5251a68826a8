"""How a month stands in an address: 2026-09 is its first day."""

from __future__ import annotations

import datetime
import re

from django.urls import register_converter


def month_of(written: str) -> datetime.date | None:
    """Its first day; None for what is no month."""
    is_month = re.fullmatch(MonthPath.regex, written)
    return datetime.date.fromisoformat(f"{written}-01") if is_month else None


class MonthPath:
    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(f"{value}-01")

    def to_url(self, value: datetime.date) -> str:
        return f"{value:%Y-%m}"


register_converter(MonthPath, "month")

TABLE = "<slug:table>/<month:month>/"
