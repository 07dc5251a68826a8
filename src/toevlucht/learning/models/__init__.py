"""Who learns, what they answered, how far they are, and their certificates."""

from toevlucht.learning.models.certificates import Certificate
from toevlucht.learning.models.learners import Enrolment, Learner
from toevlucht.learning.models.progress import Attempt, StepSummary

__all__ = ["Attempt", "Certificate", "Enrolment", "Learner", "StepSummary"]
