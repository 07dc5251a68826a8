"""The form for who is logged in: the public one, how it is reported, and from which own place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from toevlucht.layout.said import said
from toevlucht.reception.models import HostHousehold
from toevlucht.signals.forms.reporting import ReportForm
from toevlucht.signals.telling import Telling

HOW = ("named", "unnamed", "phone")


class DeskReportForm(ReportForm):
    """``household`` is that of a host who reports."""

    given_as = forms.ChoiceField(
        label=said("places.own.how"),
        help_text=said("places.own.how_hint"),
        choices=[(how, said(f"places.own.as_{how}")) for how in HOW],
        widget=forms.RadioSelect,
    )
    at_home = forms.BooleanField(label=said("places.own.at_home"), required=False)

    def __init__(self, *args: Any, household: HostHousehold | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        if household is None:
            del self.fields["at_home"]

    def telling(self) -> Telling:
        told = super().telling()
        if self.household is None or not self.cleaned_data["at_home"]:
            return told
        home = self.household
        return replace(
            told,
            household=home.code,
            municipality=home.municipality,
            place_kind="host_household",
        )

    def where(self) -> list[forms.BoundField]:
        return [*self._part("at_home"), *super().where()]

    def how(self) -> list[forms.BoundField]:
        return self._part("given_as")
