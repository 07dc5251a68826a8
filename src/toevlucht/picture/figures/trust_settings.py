"""With what settings the figures of trust are computed: the page of methods names every one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class HiddenSettings:
    """Settings of the hidden number.

    ``near_by`` is the distance in BIC of models that are shown; ``missed`` and ``false`` are rates
    of wrong links that are tried where whoever linked the lists names none. A build stays quick up
    to ``most_lists``; for more there is the command. ``bayesian_seconds`` is what the Bayesian
    methods may take together on an ordinary core.
    """

    seed: int = 1234
    replicates: int = 1000
    near_by: int = 6
    most_lists: int = 6
    odds_ratios: tuple[Decimal, ...] = (Decimal("0.5"), Decimal(1), Decimal(2))
    missed: float = 0.1
    false: float = 0.05
    bayesian_seconds: int = 5


HIDDEN = HiddenSettings()


@dataclass(frozen=True)
class AbsenceSettings:
    """Settings of what an absence is worth; for more places a build would take too long."""

    level: float = 0.95
    most_places: int = 5000


ABSENCE = AbsenceSettings()


@dataclass(frozen=True)
class WeekSettings:
    """Settings of rises by week.

    The last ``judged`` weeks are asked about, each against ``alpha``; of all alarms of an edition
    at most a share ``rate`` is false, on average. With fewer than ``least_years`` of history
    nothing is asked. Delays of more than ``longest_delay`` weeks are not reckoned with.
    """

    judged: int = 4
    alpha: Decimal = Decimal("0.005")
    rate: Decimal = Decimal("0.1")
    least_years: int = 2
    longest_delay: int = 12


WEEKS = WeekSettings()
