"""What a family asked for and was given: school, care, screening, allowance, registration.

Steps only come; how something stands follows from the last one. No service waits for another: an
allowance does not need a registration.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Now

from toevlucht.reception.models.people import Family, Person

SCHOOL, SCREENING = "school", "screening"
SERVICE_STEPS = {
    SCHOOL: ("asked", "given", "refused", "stopped", "not_needed"),
    "care_intake": ("asked", "done", "not_needed"),
    SCREENING: ("asked", "done"),
    "allowance": ("asked", "given", "refused", "stopped"),
    "registration": ("asked", "done", "refused"),
}
SCREENING_OUTCOMES = ("no_needs_seen", "needs_support", "needs_protection", "declined")
_KNOWN = Q()
for _service, _steps in SERVICE_STEPS.items():
    _KNOWN |= Q(service=_service, step__in=_steps)


class ServiceStep(models.Model):
    """One step for a family; of a school it is for one child."""

    code = models.CharField(max_length=12, unique=True)
    family = models.ForeignKey(Family, models.PROTECT, related_name="service_steps")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="service_steps")
    service = models.CharField(max_length=16)
    step = models.CharField(max_length=12)
    on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)  # of a screening
    notes = models.BinaryField(null=True)  # sealed under the key of the family
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=_KNOWN, name="service_step_known"),
            CheckConstraint(
                condition=Q(service=SCHOOL, person__isnull=False)
                | (~Q(service=SCHOOL) & Q(person__isnull=True)),
                name="service_school_of_a_child",
            ),
            CheckConstraint(
                condition=Q(service=SCREENING, step="done", outcome__in=SCREENING_OUTCOMES)
                | (~Q(service=SCREENING, step="done") & Q(outcome="")),
                name="service_screening_outcome",
            ),
        ]
        indexes = [
            Index(fields=["family", "service", "person", "id"], name="services_of_family"),
            Index(fields=["service", "step", "on"], name="services_by_day"),
        ]

    def __str__(self) -> str:
        return f"step {self.code}"
