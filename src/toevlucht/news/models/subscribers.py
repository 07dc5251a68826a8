"""Who gets the newsletter: sealed addresses, and one state for each list with its history."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.language import LANGUAGES
from toevlucht.records.references import new_reference

AUDIENCES = ("locations", "hosts", "municipalities", "partners", "public")
ASKED, CONFIRMED, ENDED = "asked", "confirmed", "ended"
STATES = (ASKED, CONFIRMED, ENDED)
CAUSES = ("form", "mail_link", "page", "one_click", "undone", "bounced", "generated")


class Subscriber(models.Model):
    """An address, sealed under a key of its own and found by a keyed hash of it."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    lookup = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    is_generated = models.BooleanField(default=False)  # made up, for the demo
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"subscriber {self.reference}"

    @property
    def record(self) -> str:
        """Under which name the key store keeps its key."""
        return f"subscriber:{self.reference}"


class Subscription(models.Model):
    """A list, which is an audience in a language, and how the subscriber stands on it now."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    audience = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=20, default=ASKED)
    since = models.DateTimeField()
    # When its subscriber left it: until undoing ends, whatever others ask for meanwhile.
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["subscriber", "audience", "language"], name="news_subscription_once"
            ),
            CheckConstraint(condition=Q(audience__in=AUDIENCES), name="news_audience_known"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="news_list_language_known"),
            CheckConstraint(condition=Q(state__in=STATES), name="news_subscription_state_known"),
        ]
        indexes = [Index(fields=["audience", "language", "state"], name="news_lists")]

    def __str__(self) -> str:
        return f"{self.audience} {self.language} {self.state}"


class SubscriptionStep(models.Model):
    """What became of a subscription and how. Steps are added, never changed."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20)
    cause = models.CharField(max_length=20)
    consent = models.CharField(max_length=10, blank=True)  # the version of what was agreed to
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="news_step_state_known"),
            CheckConstraint(condition=Q(cause__in=CAUSES), name="news_step_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.cause}"


class FormMail(models.Model):
    """That somebody's form caused a mail to an address; after a week it is destroyed.

    ``network`` is a keyed digest of where the form came from and of the address together: whoever
    reads the rows cannot tell that two addresses were asked for from one place.
    """

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="form_mails")
    network = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"form mail {self.pk}"


class Asking(models.Model):
    """What somebody filled in, sealed, until a worker looks whether the address is known."""

    sealed = models.BinaryField()
    is_noted = models.BooleanField(default=False)  # only the mail is still to be sent
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"asking {self.pk}"


class Forgotten(models.Model):
    """That a subscriber was destroyed on a day, and why; nothing leads back to whom."""

    on = models.DateField()
    cause = models.CharField(max_length=20)  # asked, unconfirmed or ended

    def __str__(self) -> str:
        return f"forgotten {self.pk}"
