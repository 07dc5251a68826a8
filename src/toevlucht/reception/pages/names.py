"""What an area is called by whoever reads the page."""

from __future__ import annotations

from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.reception.problems import CannotDo


def name_of_area(code: str) -> str:
    """Its code where no area has or had it."""
    try:
        return reader_language().write(areas.named(code, timezone.localdate()))
    except areas.NoSuchArea:
        return code


def words_of(refused: CannotDo) -> str:
    """Why it cannot be done."""
    return reader_language().say(f"stays.problem.{refused.problem}")
