"""What an organisation passed on to another, on which ground, and what that one answered."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.signals import codes


class Referral(models.Model):
    """One act between two organisations: a registration, a referral, or a request for care."""

    reference = models.CharField(max_length=12, unique=True)
    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="referrals")
    act = models.CharField(max_length=20)
    sender = models.CharField(max_length=40)
    receiver = models.CharField(max_length=40)
    for_named = models.BooleanField(
        default=False
    )  # only for its recipients, not all who work there
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=40)  # code of a legal basis
    basis_on = models.DateField()  # as the list of bases stood on this day
    consent = models.CharField(max_length=20, blank=True)  # given, refused, not_asked
    included = models.JSONField(default=list)  # parts of what is sealed; the open part always is
    handling = models.CharField(max_length=20)  # Traffic Light Protocol 2.0
    state = models.CharField(max_length=20, default="offered")
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(null=True)
    answer_days = models.PositiveSmallIntegerField()  # as was agreed on that day
    due_on = models.DateField()  # by when the next step is the receiver's
    expires_on = models.DateField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(act__in=codes.ACTS), name="referral_act_known"),
            CheckConstraint(
                condition=Q(state__in=codes.REFERRAL_STATES), name="referral_state_known"
            ),
        ]
        indexes = [
            Index(fields=["report", "id"], name="referrals_of_report"),
            Index(
                fields=["receiver", "due_on", "reference"],
                condition=Q(state__in=codes.STATES_TO_ANSWER),
                name="referrals_to_answer",
            ),
            # Whoever handles the report now awaits the answer: that need not be the sender.
            Index(
                fields=["due_on", "reference"],
                condition=Q(state__in=codes.STATES_TO_ANSWER),
                name="referrals_awaited",
            ),
            Index(fields=["receiver", "-id"], name="referrals_received"),
            Index(fields=["state", "expires_on"], name="referrals_to_expire"),
        ]

    def __str__(self) -> str:
        return f"referral {self.reference}"

    @property
    def record(self) -> str:
        """Under which name its own key is held: never that of the report."""
        return f"referral:{self.reference}"


class Recipient(models.Model):
    """A person at the receiver for whom a referral is meant."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="recipients")
    person = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["referral", "person"], name="referral_recipient_once")
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk} of referral {self.referral_id}"


class SharedPart(models.Model):
    """A copy of the parts that were chosen, sealed under the key of the referral."""

    referral = models.OneToOneField(
        Referral, models.CASCADE, primary_key=True, related_name="shared"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"shared part of referral {self.referral_id}"


class SharedFile(models.Model):
    """A clean copy that goes along, sealed anew under the key of the referral; gone with it.

    The receiver knows it by a number of its own, and not how many files the report has.
    """

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()  # within the referral
    of_file = models.PositiveIntegerField()  # its number in the report, for who handles that
    stored = models.CharField(max_length=40)  # the random name of the file on disk
    facts = models.BinaryField()  # kind, size and SHA-256 of the copy; never the sender's name

    class Meta:
        constraints = [UniqueConstraint(fields=["referral", "number"], name="shared_file_once")]

    def __str__(self) -> str:
        return f"file {self.number} of referral {self.referral_id}"


class ReferralStep(models.Model):
    """One step of a referral, never changed: offered, accepted, refused, answered and so on."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="steps")
    at = models.DateTimeField(db_default=Now())
    person = models.BigIntegerField(null=True)
    organisation = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True)  # a code
    words = models.BinaryField(null=True)  # sealed with the key of the referral
    happened_on = models.DateField(null=True)  # as a file of the receiver told it later
    row = models.CharField(max_length=64, blank=True)  # keyed digest of its row in that file

    class Meta:
        indexes = [Index(fields=["referral", "id"], name="steps_of_referral")]

    def __str__(self) -> str:
        return f"{self.state} of referral {self.referral_id}"


class OneTimeLink(models.Model):
    """Lets a partner without an account read a referral once, and answer it."""

    digest = models.CharField(max_length=64, primary_key=True)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="links")
    # The key of the referral, under the link. Once opened, under words that only the opened page
    # holds, and only where files go along.
    wrapped = models.BinaryField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link to referral {self.referral_id}"
