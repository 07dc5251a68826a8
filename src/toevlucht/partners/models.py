"""Organisations, the people who work for them, and the roles they have there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac

from toevlucht.language import LANGUAGES
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import ROLES

ROSTER_ROLES = ("manager", "staff", "volunteer", "contractor", "security", "interpreter")
CODE = r"^[a-z][a-z0-9_]*$"


class Organisation(models.Model):
    """An organisation that contributes or reads; one of them is the expertise centre."""

    code = models.CharField(max_length=40, unique=True)  # as in the data dictionary
    name_nl = models.TextField()
    name_en = models.TextField()
    name_uk = models.TextField()
    kind = models.CharField(max_length=30, blank=True)  # as in the data dictionary
    area = models.CharField(max_length=6, blank=True)  # the municipality or region that it is for
    is_independent_contact = models.BooleanField(default=False)  # for reports about the others
    is_centre = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(code__regex=CODE), name="organisation_code_is_one"),
            UniqueConstraint(
                fields=["is_centre"], condition=Q(is_centre=True), name="only_one_centre"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        return str(getattr(self, f"name_{language}"))


class People(BaseUserManager["Person"]):
    """People are found by their address in whatever case it is written."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can log in; belongs to one organisation, and is never deleted but closed."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Raised by one, it ends every session that began before.
    session_series = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    # As they were when somebody who asks for a page was looked up; else unknown.
    roles_now: frozenset[str] | None = None
    has_factor_now: bool | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = People()

    class Meta:
        constraints = [
            UniqueConstraint(Lower("email"), name="person_email_once"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="person_language_known"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"  # never the name: this ends up in logs

    @property
    def state(self) -> str:
        """closed, invited (as yet without a password) or open."""
        if not self.is_active:
            return "closed"
        return "open" if self.has_usable_password() else "invited"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "toevlucht.partners.models.Person.session"
        value = f"{self.password}/{self.session_series}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class Assignment(models.Model):
    """A role that a person has, from one moment to another; a person may have several."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(role__in=ROLES), name="assignment_role_known"),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="assignment_in_order",
            ),
            UniqueConstraint(
                fields=["person", "role"],
                condition=Q(until__isnull=True),
                name="assignment_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


class ApiKey(models.Model):
    """A key with which a program of an organisation calls; only its digest is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="api_keys")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80)  # what it is for, as its maker calls it
    prefix = models.CharField(max_length=12, unique=True)  # names the key, proves nothing
    digest = models.CharField(max_length=64)  # SHA-256 of the whole key
    roles = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())
    expires_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="api_key_digest"),
            CheckConstraint(condition=Q(prefix__regex=r"^[a-z0-9]{12}$"), name="api_key_prefix"),
        ]

    def __str__(self) -> str:
        return f"API key {self.prefix}"


class Agreement(models.Model):
    """What one organisation may pass on to another, on which grounds, and when it is answered."""

    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements_to_send")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements_to_receive")
    acts = models.JSONField()  # registration, referral, care_request, picture
    bases = models.JSONField()  # codes of legal bases
    answer_days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # its last day

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agreement_in_order",
            ),
            CheckConstraint(condition=~Q(sender=F("receiver")), name="agreement_of_two"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class RosterEntry(models.Model):
    """Somebody who works for an organisation, with or without an account; who it is, is sealed."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roster")
    code = models.CharField(max_length=12, unique=True, default=new_reference)
    place = models.CharField(max_length=12, blank=True)  # a location's code; empty for everywhere
    role = models.CharField(max_length=20)
    works_from = models.DateField()
    works_until = models.DateField(null=True, blank=True)  # its last day
    # The certificate of conduct (VOG): somebody here saw it on the day that it was checked.
    asked_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)  # its last day, where one was agreed
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="roster")
    details = models.BinaryField(null=True)  # name and contact; none once they are destroyed

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(role__in=ROSTER_ROLES), name="roster_role_known"),
            CheckConstraint(
                condition=Q(works_until__isnull=True) | Q(works_until__gte=F("works_from")),
                name="roster_in_order",
            ),
            CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(checked_on__isnull=False, valid_until__gte=F("checked_on")),
                name="roster_certificate_in_order",
            ),
        ]
        indexes = [models.Index(fields=["place", "role"], name="roster_by_place")]

    def __str__(self) -> str:
        return f"roster entry {self.code}"

    @property
    def record(self) -> str:
        """What the key of its details is kept under."""
        return f"roster:{self.code}"
