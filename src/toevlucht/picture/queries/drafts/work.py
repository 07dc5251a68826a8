"""The work that runs on a draft: how far it is, or why it stopped."""

from __future__ import annotations

from toevlucht.picture.models import Draft
from toevlucht.records.models import Job

KINDS = ("draft.build", "draft.publish")


def newest_job(draft: Draft) -> Job | None:
    return Job.objects.filter(kind__in=KINDS, arguments__draft=draft.pk).order_by("-pk").first()
