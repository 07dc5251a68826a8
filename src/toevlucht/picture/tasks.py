"""The work of the picture that runs later: looks at drafts, and publishing them."""

from __future__ import annotations

from toevlucht.picture.actions.deciding import publish_draft
from toevlucht.picture.actions.draft_builds import build_draft
from toevlucht.picture.models import Draft
from toevlucht.records.jobs import Report, job


@job("draft.build")
def build(report: Report, draft: int) -> None:
    build_draft(Draft.objects.get(pk=draft), report)


@job("draft.publish")
def publish(report: Report, draft: int) -> None:
    publish_draft(Draft.objects.get(pk=draft), report)
