"""Large packages: kept at once, checked as a job, and answered where the sender looks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.db import transaction

from toevlucht.partners.models import Organisation
from toevlucht.picture import received
from toevlucht.picture.actions.contributing import (
    ContributingRefused,
    Sending,
    check_may_send,
    take,
)
from toevlucht.picture.models import Package
from toevlucht.picture.problems_told import kept
from toevlucht.records.jobs import Report, ask, job
from toevlucht.records.models import Job
from toevlucht.records.viewer import Viewer

KIND = "contribution.check"
# Unpacked bytes: two megabytes of rows took a second and a half on two slow cores.
SMALL = 1 << 20
MOST_WAITING = 20  # of one organisation: each takes room on the disk and a turn of the worker


def send_later(viewer: Viewer, package: Path, sending: Sending | None = None) -> Package:
    """Keep the package, and check it when it is its turn."""
    sending = sending or Sending(viewer.organisation)
    check_may_send(viewer, sending)
    if _waiting(sending.organisation) >= MOST_WAITING:
        raise ContributingRefused("too_many_waiting")
    with transaction.atomic():
        waiting = Package.objects.create(
            organisation=Organisation.objects.get(code=sending.organisation),
            sent_by_id=viewer.person,
            roles=sorted(viewer.roles),
            channel=viewer.channel,
            on_behalf_of=sending.on_behalf_of(viewer),
            on_behalf_reason=sending.reason.strip(),
        )
        waiting.job = ask(viewer, KIND, package=waiting.pk).pk
        waiting.save(update_fields=["job"])
        shutil.copyfile(package, received.waiting_file(waiting.pk))
    return waiting


def _waiting(organisation: str) -> int:
    """Packages whose turn will still come; one whose job broke off does not count for ever."""
    found = Package.objects.filter(organisation__code=organisation, state="waiting")
    return Job.objects.filter(pk__in=found.values("job"), state__in=("waiting", "running")).count()


@job(KIND)
def check_package(report: Report, package: int) -> None:
    """Take it or keep what is wrong with it. Done twice it ends the same: the bytes are known."""
    found = Package.objects.select_related("organisation", "sent_by__organisation").get(pk=package)
    if found.state != "waiting":
        return
    file = received.waiting_file(found.pk)
    try:
        _check(report, found, file)
    except ContributingRefused as refused:
        found.state, found.problems = "failed", [{"code": refused.reason}]
    found.save()
    file.unlink(missing_ok=True)


def _check(report: Report, found: Package, file: Path) -> None:
    def progress(name: str, part: float) -> None:
        report(int(part * 100), 100, "contributing.package.reading")

    sending = Sending(found.organisation.code, found.on_behalf_reason)
    answer = take(_viewer(found), file, sending, found.channel, progress)
    if answer.contribution:
        found.state, found.contribution = "taken", answer.contribution
        return
    assert answer.checked is not None
    found.state = "refused"
    found.problem_count = answer.checked.problem_count
    found.problems = [kept(problem) for problem in answer.checked.problems]


def _viewer(found: Package) -> Viewer:
    """Who sent it, with the roles of that moment; what it does now is a task."""
    own = found.sent_by.organisation if found.sent_by else found.organisation
    return Viewer(
        person=found.sent_by_id,
        organisation=own.code,
        roles=frozenset(found.roles),
        is_centre=own.is_centre,
        channel="task",
    )
