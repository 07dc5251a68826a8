"""Check what a partner sends, whole, before a row of it is taken."""

from toevlucht.dictionary.checking.areas import Absence, Geography
from toevlucht.dictionary.checking.contribution import check_contribution
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.problems import Problem, ProblemCode
from toevlucht.dictionary.checking.result import Checked, ContributionManifest

__all__ = [
    "Absence",
    "Checked",
    "ContributionManifest",
    "Geography",
    "Limits",
    "Problem",
    "ProblemCode",
    "check_contribution",
]
