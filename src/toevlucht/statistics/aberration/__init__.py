"""Rises in weekly counts: methods, their false alarms, and alarms that belong together."""

from toevlucht.statistics.aberration.bayesian import Predicted, bayesian
from toevlucht.statistics.aberration.characteristics import Characteristics, simulate
from toevlucht.statistics.aberration.cusum import Cusum, cusum
from toevlucht.statistics.aberration.discovery import Expectation, discoveries, false_alarms
from toevlucht.statistics.aberration.ears import Ears, ears
from toevlucht.statistics.aberration.farrington import Rises, farrington
from toevlucht.statistics.aberration.few import Recent, recent_rise
from toevlucht.statistics.aberration.likelihood_ratio import LikelihoodRatio, likelihood_ratio
from toevlucht.statistics.aberration.nested import Story, stories
from toevlucht.statistics.aberration.seasonal import (
    seasonal_mean,
    seasonal_negative_binomial,
)
from toevlucht.statistics.aberration.settings import MUAN, NOUFAILY, ORIGINAL, Settings

__all__ = [
    "MUAN",
    "NOUFAILY",
    "ORIGINAL",
    "Characteristics",
    "Cusum",
    "Ears",
    "Expectation",
    "LikelihoodRatio",
    "Predicted",
    "Recent",
    "Rises",
    "Settings",
    "Story",
    "bayesian",
    "cusum",
    "discoveries",
    "ears",
    "false_alarms",
    "farrington",
    "likelihood_ratio",
    "recent_rise",
    "seasonal_mean",
    "seasonal_negative_binomial",
    "simulate",
    "stories",
]
