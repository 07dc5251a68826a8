"""The form with which a table is sent as one file."""

from __future__ import annotations

from typing import Any

from django import forms

from toevlucht.layout.said import said
from toevlucht.reception.supplied_files import FORMATS, MOST_BYTES


def suffix_of(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower()


class TableFileForm(forms.Form):
    """One CSV or XLSX file."""

    file = forms.FileField(
        label=said("coordination.field.file"), help_text=said("coordination.hint.table")
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                said("coordination.refused.too_large", most=MOST_BYTES >> 20)
            )
        if suffix_of(given.name) not in FORMATS:
            raise forms.ValidationError(said("coordination.refused.format"))
        return given
