"""Issues of the newsletter, and for each recipient how far its mail is."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.language import LANGUAGES
from toevlucht.news.models.items import ItemVersion
from toevlucht.news.models.subscribers import Subscriber

WRITING, SENDING, SENT, DROPPED = "writing", "sending", "sent", "dropped"
ISSUE_STATES = (WRITING, SENDING, SENT, DROPPED)

WAITING, CLAIMED, HANDED = "waiting", "claimed", "handed"
REFUSED, FAILED, WITHDRAWN = "refused", "failed", "withdrawn"
DELIVERY_STATES = (WAITING, CLAIMED, HANDED, REFUSED, FAILED, WITHDRAWN)


class Issue(models.Model):
    """Composed from items by one person, sent by another; in the archive once it is sent."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, default=WRITING)
    revision = models.PositiveIntegerField(default=1)
    subject = models.JSONField()  # by language
    intro = models.JSONField()
    items = models.JSONField(default=list)  # slugs, in the order of reading
    audiences = models.JSONField(default=list)
    site = models.CharField(max_length=200, blank=True)  # where links in its mails lead
    composed_by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=ISSUE_STATES), name="news_issue_state_known"),
            CheckConstraint(
                condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("composed_by")),
                name="news_issue_sent_by_somebody_else",
            ),
            CheckConstraint(
                condition=Q(state__in=(SENDING, SENT), sent_by__isnull=False)
                | Q(state__in=(WRITING, DROPPED), sent_by__isnull=True),
                name="news_issue_sent_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"issue {self.number}"

    def language_for(self, tag: str) -> str:
        """That of the reader where it is written in it, else the one to fall back on."""
        there = [one for one in LANGUAGES if self.subject.get(one) and self.intro.get(one)]
        return next((one for one in (tag, "en", "nl") if one in there), "nl")


class IssueSave(models.Model):
    """Who wrote in an issue: whoever did cannot send it. Saves are added, never changed."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="saves")
    author = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.issue} save"


class IssueItem(models.Model):
    """An item in the version in which an issue brought it."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="brought")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["issue", "position"], name="news_issue_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.version}"


class Delivery(models.Model):
    """One mail to one recipient; its Message-ID is fixed before anything is sent.

    ``claimed`` means that a sender is handing it over. A sender that dies leaves it so: whether
    the server took it is then unknown, and it goes again, marked as a possible repeat.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=2)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=20, default=WAITING)
    may_repeat = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.PositiveSmallIntegerField(default=0)  # the server's code
    handed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["issue", "subscriber"], name="news_mail_once"),
            CheckConstraint(
                condition=Q(state__in=DELIVERY_STATES), name="news_delivery_state_known"
            ),
        ]
        indexes = [Index(fields=["issue", "state", "id"], name="news_deliveries_of_issue")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Bounce(models.Model):
    """That a mail did not arrive, as a server said it, at once or later; counted once a mail."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="bounce")
    status = models.CharField(max_length=12)  # as in RFC 3463, 5.1.1
    is_permanent = models.BooleanField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"bounce {self.status}"
