"""Claim a certificate that one earned as a guest; revoke one that was not earned."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.learning.models import Certificate, Enrolment, Learner
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def claim(viewer: Viewer, course: str, digests: Sequence[str]) -> Enrolment:
    """By the guest, whose own address only they have; whoever was shown the certificate cannot."""
    if viewer.person is None:
        raise NotAllowed("certificate.claimed", "certificate")
    found = (
        Certificate.objects.select_related("enrolment__learner")
        .filter(
            revoked_at=None, enrolment__course=course, enrolment__learner__digest__in=list(digests)
        )
        .first()
    )
    if found is None:
        raise Refused(Message("learning.problem.no_certificate"), "address")
    enrolment = found.enrolment
    guest = enrolment.learner
    learner, _ = Learner.objects.get_or_create(
        person=viewer.person, defaults={"forget_on": guest.forget_on}
    )
    if learner.location_id is None and not learner.municipality:
        # It counted where the guest began, and goes on to.
        learner.location, learner.municipality = guest.location, guest.municipality
        learner.save(update_fields=["location", "municipality"])
    if Enrolment.objects.filter(learner=learner, course=enrolment.course).exists():
        raise Refused(Message("learning.problem.has_course"), "address")
    enrolment.learner = learner
    enrolment.save(update_fields=["learner"])
    record_change(viewer, "certificate.claimed", "certificate", (found.code,))
    return enrolment


@transaction.atomic
def revoke(viewer: Viewer, code: str) -> None:
    """By an administrator of the expertise centre, which publishes the courses."""
    found = Certificate.objects.filter(code=code, revoked_at=None)
    if not viewer.is_centre_with("administrator") or not found.exists():
        raise NotAllowed("certificate.revoked", "certificate", (code,))
    found.update(revoked_at=timezone.now(), revoked_by=viewer.person)
    record_change(viewer, "certificate.revoked", "certificate", (code,))
