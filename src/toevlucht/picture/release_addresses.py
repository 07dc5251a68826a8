"""How a month and an audience stand in an address: 2026-09 is the first day of that month."""

from __future__ import annotations

import datetime
import re

from django.urls import register_converter
from django.urls.converters import StringConverter

from toevlucht.picture.models.releases import AUDIENCES


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


class AudiencePath(StringConverter):
    """There is no page for another one."""

    regex = "|".join(AUDIENCES)


register_converter(MonthPath, "month")
register_converter(AudiencePath, "audience")

TABLE = "<slug:table>/<month:month>/"
