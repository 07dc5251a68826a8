"""What a coordinator fills in to assess a report; each grade is explained where it is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy

from toevlucht.dictionary import dictionary
from toevlucht.layout.said import said
from toevlucht.signals.actions.assessing import Belief
from toevlucht.signals.forms.handling import reason_field, words_of
from toevlucht.signals.grading import Axis, Scheme
from toevlucht.signals.models import Assessment

CANNOT = "cannot"
RUNG = "rung"  # the code list


class AssessForm(forms.Form):
    rung = forms.ChoiceField(
        label=said("assessing.form.rung"),
        help_text=said("assessing.form.rung_help"),
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(
        label=said("assessing.form.form"), help_text=said("assessing.form.form_help")
    )
    phenomenon = forms.ChoiceField(label=said("assessing.form.phenomenon"))
    means = forms.MultipleChoiceField(
        label=said("assessing.form.means"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.ChoiceField(
        label=said("assessing.form.source"),
        help_text=said("assessing.form.source_help"),
        widget=forms.RadioSelect,
    )
    information = forms.ChoiceField(
        label=said("assessing.form.information"),
        help_text=said("assessing.form.information_help"),
        widget=forms.RadioSelect,
    )
    assessing_reason = reason_field(said("assessing.form.assessing_reason"))

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("form", "phenomenon", "means"):
            self._choose(name, words_of(f"codes.{name}", _names(name)))
        rungs = [
            (code, _explained(f"codes.{RUNG}.{code}", f"codes_help.{RUNG}.{code}"))
            for code in _names(RUNG)
        ]
        self._choose(RUNG, rungs)
        self._choose("source", _grades(scheme.source))
        self._choose("information", _grades(scheme.information))

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def belief(self) -> Belief:
        given = self.cleaned_data
        return Belief(
            rung=given["rung"],
            form=given["form"],
            phenomenon=given["phenomenon"],
            means=tuple(given["means"]),
            source_reliability=_grade(given["source"]),
            information_credibility=_grade(given["information"]),
        )


def shown(newest: Assessment | None, scheme: Scheme) -> dict[str, Any]:
    """What was believed last, to change; of another scheme no grade can be taken over."""
    if newest is None:
        return {"form": "unknown", "phenomenon": "unknown"}
    known: dict[str, Any] = {
        name: getattr(newest, name) for name in ("rung", "form", "phenomenon", "means")
    }
    if newest.scheme == scheme.name:
        known["source"] = newest.source_reliability or CANNOT
        known["information"] = newest.information_credibility or CANNOT
    return known


def _names(code_list: str) -> tuple[str, ...]:
    return dictionary().code_list(code_list).names


def _grades(axis: Axis) -> list[tuple[str, Any]]:
    grades = [(code, _explained(axis.label(code), axis.meaning(code))) for code in axis.codes]
    return [*grades, (CANNOT, _explained(axis.label(None), axis.meaning(None)))]


def _explained(label: str, meaning: str) -> Any:
    return format_lazy("{}. {}", said(label), said(meaning)) if meaning else said(label)


def _grade(chosen: str) -> str | None:
    return None if chosen == CANNOT else chosen
