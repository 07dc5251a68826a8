"""What is known of the way of one household, read from its steps and certificates."""

from __future__ import annotations

from django.utils import timezone

from toevlucht.reception.host_path import Conduct, Done, Way
from toevlucht.reception.models import HostAdult, HostHousehold, HostStep
from toevlucht.reception.queries.hostings import guests_of, hostings_of


def way_of(household: HostHousehold) -> Way:
    steps = HostStep.objects.filter(household=household).order_by("pk")
    done = {step.kind: Done(step.outcome, step.on) for step in steps}
    created = timezone.localdate(household.created_at)
    signed_up = done.get("signed_up")
    return Way(
        signed_up_on=signed_up.on if signed_up else created,
        is_open=household.is_open,
        taken_over_on=household.taken_over_on,
        done=done,
        adults=[conduct_of(one) for one in adults_of(household)],
        guests=guests_of(hostings_of(household)),
    )


def adults_of(household: HostHousehold) -> list[HostAdult]:
    """Who live there now, each with all that is known of their certificates."""
    living = HostAdult.objects.filter(household=household, left_on__isnull=True)
    return list(living.prefetch_related("certificates").order_by("pk"))


def conduct_of(adult: HostAdult) -> Conduct:
    """While a new certificate is asked for, the last answer counts."""
    answers = [one for one in adult.certificates.all() if one.outcome != "asked"]
    if not answers:
        return Conduct()
    last = max(answers, key=lambda one: one.pk)
    return Conduct(last.outcome, last.on, last.valid_until)
