"""The methods behind the figures of trust: with what settings they run, and where they are from."""

from __future__ import annotations

from toevlucht import __version__
from toevlucht.language import Message, Value
from toevlucht.picture.figures.findings import column
from toevlucht.picture.figures.sensitivity import Believed, percent, sensitivities
from toevlucht.picture.figures.trust_settings import ABSENCE, HIDDEN, WEEKS
from toevlucht.picture.tables import Row, Table, Words


def methods() -> Table:
    """One row a method; the settings are those that the figures are computed with."""
    rows = (_row(name, values) for name, values in _settings().items())
    return Table((column("method", "label"), column("settings"), column("reference")), tuple(rows))


def _settings() -> dict[str, dict[str, Value]]:
    believed = sensitivities()
    return {
        "models": {"near": HIDDEN.near_by},
        "beliefs": {"seconds": HIDDEN.bayesian_seconds},
        "bootstrap": {"replicates": HIDDEN.replicates, "seed": str(HIDDEN.seed)},
        "linkage": {
            "missed": round(HIDDEN.missed * 100),
            "false": round(HIDDEN.false * 100),
        },
        "two_lists": {"ratios": HIDDEN.odds_ratios},
        "absence": {
            "level": round(ABSENCE.level * 100),
            "against": round(believed.against * 100),
        },
        "sensitivity": {
            "trained": _between(believed.trained),
            "untrained": _between(believed.untrained),
            "basis": Message(f"trust.methods.basis.{believed.basis}"),
            "day": believed.on,
        },
        "rises": {
            "weeks": WEEKS.judged,
            "alpha": WEEKS.alpha,
            "least": WEEKS.least_years,
        },
        "discoveries": {"rate": round(WEEKS.rate * 100)},
        "delay": {"longest": WEEKS.longest_delay},
        "software": {"version": __version__},
    }


def _between(believed: Believed) -> Message:
    values = {"low": percent(believed.low), "high": percent(believed.high)}
    return Message("trust.methods.between", values)


def _row(name: str, values: dict[str, Value]) -> Row:
    return Row(
        name,
        (
            Words(Message(f"trust.methods.method.{name}")),
            Words(Message(f"trust.methods.settings.{name}", values)),
            Words(Message(f"trust.methods.reference.{name}")),
        ),
    )
