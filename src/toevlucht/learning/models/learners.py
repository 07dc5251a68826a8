"""Who learns: somebody with an account, somebody of a team, or a guest who has only an address."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now


class Learner(models.Model):
    """Known by one of three: the account, the line of a roster, the digest of an address.

    Nothing is kept of a guest but that digest, and where they chose to be.
    """

    person = models.BigIntegerField(null=True)  # the account
    digest = models.CharField(max_length=64, null=True)  # keyed, of the address
    location = models.ForeignKey("reception.Location", models.SET_NULL, null=True)
    municipality = models.CharField(max_length=6, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    forget_on = models.DateField()  # later each time something is answered

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(person__isnull=False) | Q(digest__isnull=False), name="learner_is_known"
            ),
            # Without the empty ones, so that the database knows that a value is of one learner.
            UniqueConstraint(
                fields=["person"], condition=Q(person__isnull=False), name="learner_of_person"
            ),
            UniqueConstraint(
                fields=["digest"], condition=Q(digest__isnull=False), name="learner_of_digest"
            ),
        ]
        indexes = [Index(fields=["forget_on"], name="learners_to_forget")]

    def __str__(self) -> str:
        return f"learner {self.pk}"


class Enrolment(models.Model):
    """Somebody in a course. What is below ``round`` follows from the attempts."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="enrolments")
    course = models.CharField(max_length=60)
    begun_at = models.DateTimeField(db_default=Now())
    round = models.PositiveSmallIntegerField(default=0)  # 0 the course, then each refresh
    asked = models.JSONField(default=list)  # the goals of this refresh
    done = models.PositiveSmallIntegerField(default=0)  # steps of this round
    permille = models.PositiveSmallIntegerField(default=0)  # of this round, at best
    passed_on = models.DateField(null=True)  # the first time
    valid_until = models.DateField(null=True)  # its last day
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["learner", "course"], name="enrolled_once"),
            CheckConstraint(
                condition=Q(passed_on__isnull=True, valid_until__isnull=True)
                | Q(passed_on__isnull=False, valid_until__isnull=False),
                name="enrolment_passed_is_valid",
            ),
        ]
        indexes = [
            Index(fields=["valid_until", "reminded_on"], name="enrolments_to_remind"),
            Index(
                fields=["course", "valid_until", "passed_on", "learner"],
                name="enrolments_that_count",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"
