"""Who learns, what they answered, how far they are, their certificates, and courses of others."""

from toevlucht.learning.models.certificates import Certificate
from toevlucht.learning.models.elsewhere import (
    ElsewhereCompletion,
    HostCompletion,
    HostWithdrawal,
    Withdrawal,
)
from toevlucht.learning.models.learners import Enrolment, Learner
from toevlucht.learning.models.progress import Attempt, StepSummary

__all__ = [
    "Attempt",
    "Certificate",
    "ElsewhereCompletion",
    "Enrolment",
    "HostCompletion",
    "HostWithdrawal",
    "Learner",
    "StepSummary",
    "Withdrawal",
]
