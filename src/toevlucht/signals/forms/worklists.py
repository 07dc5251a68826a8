"""Which list somebody looks at and narrowed to what, what is searched for, and what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.geography import areas
from toevlucht.layout.said import said
from toevlucht.records.references import LENGTH, LETTERS
from toevlucht.records.viewer import Viewer
from toevlucht.signals import codes
from toevlucht.signals.forms.handling import reason_field, words_of
from toevlucht.signals.queries.worklists import LISTS, PAGE, SHORTEST, Asked

NOBODY, ME = "nobody", "me"
CLOSED_AT_ONCE = ("too_little", "no_indications", "not_for_us")


class ListForm(forms.Form):
    """What the address of a list says; kept as a filter it says the same later."""

    name = forms.ChoiceField(
        choices=words_of("worklists.list", LISTS), widget=forms.HiddenInput, required=False
    )
    progress = forms.ChoiceField(label=said("worklists.column.progress"), required=False)
    rung = forms.ChoiceField(label=said("worklists.column.rung"), required=False)
    situation = forms.ChoiceField(label=said("worklists.column.situation"), required=False)
    place_kind = forms.ChoiceField(label=said("worklists.column.place_kind"), required=False)
    municipality = forms.CharField(
        label=said("worklists.column.municipality"), required=False, max_length=60
    )
    assignee = forms.ChoiceField(label=said("worklists.column.assignee"), required=False)

    def __init__(self, given: Mapping[str, Any], people: dict[int, str]) -> None:
        super().__init__(given, auto_id="%s")
        self.people = people
        rungs = dictionary().code_list("rung").names
        self._offer("progress", words_of("codes_of_reports.progress", codes.PROGRESS))
        self._offer("rung", words_of("codes.rung", rungs))
        self._offer("situation", words_of("codes_of_reports.situation", codes.SITUATIONS))
        self._offer("place_kind", words_of("codes.place_kind", codes.PLACE_KINDS))
        nobody, me = said("worklists.filter.nobody"), said("worklists.filter.me")
        named = [(str(number), name) for number, name in people.items()]
        self._offer("assignee", [(NOBODY, nobody), (ME, me), *named])

    def clean_municipality(self) -> str:
        """By its name or its code; the code is what goes on."""
        told = self.cleaned_data["municipality"].strip()
        if not told:
            return ""
        for area in areas.municipalities(timezone.localdate()):
            if told.casefold() in (area.code.casefold(), area.name.casefold()):
                return str(area.code)
        raise forms.ValidationError(said("worklists.filter.no_municipality"))

    def asked(self, viewer: Viewer) -> Asked:
        given = self.cleaned_data
        names = ("progress", "rung", "situation", "place_kind", "municipality")
        narrowed: dict[str, str | int | None] = {name: given[name] for name in names if given[name]}
        if told := given["assignee"]:
            special = {NOBODY: None, ME: viewer.person}
            narrowed["assignee"] = special[told] if told in special else int(told)
        return Asked(given["name"] or "open", narrowed)

    def kept(self) -> dict[str, str]:
        """As it stands in an address, without what was left empty."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", said("worklists.filter.any")), *choices]


class FindForm(forms.Form):
    reference = forms.CharField(
        label=said("worklists.find.label"),
        help_text=said("worklists.find.help", n=SHORTEST),
        max_length=60,
    )

    def clean_reference(self) -> str:
        told = "".join(str(self.cleaned_data["reference"]).lower().split())
        if not SHORTEST <= len(told) <= LENGTH or not set(told) <= set(LETTERS):
            raise forms.ValidationError(said("worklists.find.wrong", n=SHORTEST))
        return told


class KeepForm(forms.Form):
    title = forms.CharField(label=said("worklists.kept.name"), max_length=60)


class HeldForm(forms.Form):
    """What is done with those that were chosen: let in, or closed for one reason."""

    outcome = forms.ChoiceField(
        label=said("worklists.held.outcome"),
        choices=words_of("codes_of_reports.outcome", CLOSED_AT_ONCE),
        required=False,
    )
    closing_reason = reason_field(said("worklists.held.reason"))

    def __init__(self, *args: Any, chosen: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = list(chosen)[:PAGE]
        self.fields["closing_reason"].required = False

    @property
    def closes(self) -> bool:
        return self.data.get("do") == "close"

    def clean(self) -> dict[str, Any]:
        """Which were chosen stands beside them in the list, so that it is no field here."""
        given = super().clean() or {}
        if not self.chosen:
            raise forms.ValidationError(said("worklists.held.none_chosen"))
        if self.closes and not given.get("closing_reason", "").strip():
            self.add_error("closing_reason", said("worklists.held.no_reason"))
        if self.closes and not given.get("outcome"):
            self.add_error("outcome", said("worklists.held.no_outcome"))
        return given
