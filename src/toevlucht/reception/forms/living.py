"""The forms of daily life at a location: incidents, services for families, house rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.language import LANGUAGES
from toevlucht.layout.said import said
from toevlucht.reception.actions.incidents import AboutIncident
from toevlucht.reception.actions.services import AboutStep
from toevlucht.reception.forms.host_steps import day_field, words_field
from toevlucht.reception.incident_kinds import every_kind, kinds_on
from toevlucht.reception.models.incidents import INCIDENT_OUTCOMES, TOLD_TO
from toevlucht.reception.models.services import SCREENING, SCREENING_OUTCOMES, SERVICE_STEPS

LONGEST_RULES = 20_000
SEALED = "stays.hint.sealed"
Choices = Sequence[tuple[str, Any]]


def _coded(section: str, codes: Iterable[str]) -> list[tuple[str, Any]]:
    return [(code, said(f"living.{section}.{code}")) for code in codes]


class IncidentForm(forms.Form):
    """The list is the one of the day on which it happened."""

    kind = forms.ChoiceField(label=said("living.field.kind"))
    happened_on = day_field(said("living.field.happened_on"))
    words = words_field(said("living.field.what_happened"), SEALED)
    told_to = forms.MultipleChoiceField(
        label=said("living.field.told_to"),
        choices=_coded("told_to", TOLD_TO),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact = forms.ChoiceField(
        label=said("living.field.contact"), help_text=said("living.hint.contact"), required=False
    )

    def __init__(self, contacts: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = _coded("kind", kinds_on(timezone.localdate()))
        self.fields["kind"].choices = [("", "---"), *kinds]  # type: ignore[attr-defined]
        self.fields["contact"].choices = [("", "---"), *contacts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = every_kind().get(given.get("kind", ""))
        if kind and kind.confidential and not given.get("contact") and "contact" not in self.errors:
            problem = said("stays.problem.no_independent_contact")
            self.add_error("contact", str(problem))
        return given

    def about(self) -> AboutIncident:
        given = self.cleaned_data
        return AboutIncident(
            given["kind"],
            given["happened_on"],
            given["words"],
            tuple(given["told_to"]),
            given["contact"],
        )


class IncidentStepForm(forms.Form):
    """What is to be done, by whom and before which day."""

    words = words_field(said("living.field.to_do"), SEALED)
    owner = forms.TypedChoiceField(label=said("living.field.owner"), coerce=int)
    due_on = day_field(said("living.field.due_on"))

    def __init__(self, colleagues: Mapping[int, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(colleagues.items())  # type: ignore[attr-defined]


class CloseIncidentForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=said("living.field.outcome"),
        choices=[("", "---"), *_coded("outcome", INCIDENT_OUTCOMES)],
    )


class ServiceForm(forms.Form):
    """A step of one service."""

    step = forms.ChoiceField(label=said("living.field.step"))
    on = day_field(said("living.field.on"))
    outcome = forms.ChoiceField(
        label=said("living.field.screening"),
        help_text=said("living.hint.screening"),
        choices=[("", "---"), *_coded("screening", SCREENING_OUTCOMES)],
        required=False,
    )
    notes = words_field(said("living.field.notes"), SEALED, required=False)

    def __init__(self, service: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = _coded("step", SERVICE_STEPS[service])
        self.fields["step"].choices = [("", "---"), *steps]  # type: ignore[attr-defined]
        if service != SCREENING:
            del self.fields["outcome"]

    def about(self) -> AboutStep:
        given = self.cleaned_data
        return AboutStep(given["step"], given["on"], given.get("outcome", ""), given["notes"])


class HouseRulesForm(forms.Form):
    """The whole text in each language; at least in one."""

    valid_from = day_field(said("living.field.valid_from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag in LANGUAGES:
            self.fields[f"text_{tag}"] = forms.CharField(
                label=said(f"living.rules_in.{tag}"),
                widget=forms.Textarea(attrs={"rows": 14, "lang": tag}),
                max_length=LONGEST_RULES,
                required=False,
            )

    def texts(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"text_{tag}"] for tag in LANGUAGES}
