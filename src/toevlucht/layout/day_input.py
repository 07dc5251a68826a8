"""The field for a day: a browser's own calendar, which understands one way to write it."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """Written as 2022-04-01 in every language: a browser leaves any other value out."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
