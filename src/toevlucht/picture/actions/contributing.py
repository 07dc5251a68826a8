"""What a partner does with contributions: send one, report that there is nothing, withdraw one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.dictionary.checking import Checked, check_contribution
from toevlucht.geography import areas
from toevlucht.language import Message
from toevlucht.partners.models import Organisation
from toevlucht.picture import received
from toevlucht.picture.actions.looking import look_later
from toevlucht.picture.contributions import series_of
from toevlucht.picture.models import Contribution
from toevlucht.picture.models.contributions import TAKEN, WITHDRAWN
from toevlucht.picture.packing import Fact, manifest_text, nil_facts, pack
from toevlucht.picture.queries.contributing import find_contribution, may_send, versions_with
from toevlucht.picture.snapshot.manifest import sha256_of
from toevlucht.records.actions import record_change, record_read
from toevlucht.records.viewer import NotAllowed, Viewer

ATTEMPTS = 5
Progress = Callable[[str, float], None]


class ContributingRefused(Exception):
    """It cannot be done; ``message`` says why and what to do instead."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = Message(f"contributing.refused.{reason}", values)


@dataclass(frozen=True)
class Sending:
    """Whose contribution it is, and why the centre sends it where it is another's."""

    organisation: str
    reason: str = ""

    def on_behalf_of(self, viewer: Viewer) -> str:
        return self.organisation if self.organisation != viewer.organisation else ""


@dataclass(frozen=True)
class Answer:
    """What became of a package: taken, taken before, or refused with all that is wrong."""

    contribution: Contribution | None
    again: bool = False
    checked: Checked | None = None


def send_contribution(
    viewer: Viewer, package: Path, sending: Sending | None = None, progress: Progress | None = None
) -> Answer:
    """Check the package whole and take it, or take nothing and say everything that is wrong."""
    sending = sending or Sending(viewer.organisation)
    check_may_send(viewer, sending)
    return take(viewer, package, sending, viewer.channel, progress)


def check_may_send(viewer: Viewer, sending: Sending) -> None:
    """Contributors send for their own organisation; the centre's editors for any, with a reason."""
    if not may_send(viewer, sending.organisation):
        raise NotAllowed("contribution.taken", "organisation", (sending.organisation,))
    if sending.on_behalf_of(viewer) and not sending.reason.strip():
        raise ContributingRefused("no_reason")
    if not Organisation.objects.filter(code=sending.organisation, is_active=True).exists():
        raise ContributingRefused("no_organisation")


def take(
    viewer: Viewer,
    package: Path,
    sending: Sending,
    channel: str,
    progress: Progress | None = None,
    event: str = "contribution.taken",
) -> Answer:
    """The check takes its time outside of the transaction; inside, nothing may have changed."""
    digest = sha256_of(package)
    for _ in range(ATTEMPTS):
        if known := _taken_already(sending, digest):
            return Answer(known, again=True)
        checked, basis = _checked(package, sending, progress)
        if not checked.accepted:
            behalf = sending.on_behalf_of(viewer)
            record_read(viewer, "contribution.refused", "package", on_behalf_of=behalf)
            return Answer(None, checked=checked)
        with transaction.atomic():
            _one_at_a_time()
            if basis == _basis(series_of(package)):
                taken = _insert(viewer, checked, package, sending, channel, digest)
                behalf = sending.on_behalf_of(viewer)
                record_change(viewer, event, "contribution", [taken.pk], behalf)
                _end_nil_returns(viewer, taken, behalf)
                look_later(viewer, taken)
                return Answer(_kept(taken, package, checked), checked=checked)
    raise ContributingRefused("busy")


def report_nothing(viewer: Viewer, facts: Mapping[str, Fact]) -> Answer:
    """A nil return: we looked in every table, and there is nothing to report."""
    sending = Sending(str(facts["organisation"]))
    check_may_send(viewer, sending)
    if _has_rows(facts):
        raise ContributingRefused("nil_beside_rows")
    with tempfile.TemporaryDirectory(dir=received.incoming_folder()) as folder:
        package = pack([], manifest_text(nil_facts(facts)), Path(folder) / "nil.zip")
        return take(viewer, package, sending, viewer.channel, event="contribution.nil")


def withdraw_contribution(viewer: Viewer, number: int) -> Contribution:
    """Take a contribution back, as long as no published edition was made with it."""
    with transaction.atomic():
        _one_at_a_time()
        found = find_contribution(viewer, number)
        if not found or not may_send(viewer, found.organisation.code):
            raise NotAllowed("contribution.withdrawn", "contribution", (str(number),))
        if not found.is_taken:
            raise ContributingRefused("withdrawn_already")
        if versions_with(found):
            raise ContributingRefused("published_with_it")
        if _leans_on(found):
            raise ContributingRefused("others_lean_on_it")
        behalf = found.organisation.code
        _withdraw(viewer, found, behalf if behalf != viewer.organisation else "")
        look_later(viewer, found)
    return found


def _checked(
    package: Path, sending: Sending, progress: Progress | None
) -> tuple[Checked, list[int]]:
    series = series_of(package)
    earlier = list(_taken().filter(series=series))
    own = [one for one in earlier if one.organisation.code == sending.organisation]
    checked = check_contribution(
        package,
        known_ids=received.references(earlier),
        taken_ids=received.references(own),
        sender=sending.organisation,
        geography=areas,
        progress=progress,
    )
    return checked, [one.pk for one in earlier]


def _basis(series: str) -> list[int]:
    return [one.pk for one in _taken().filter(series=series)]


def _taken() -> QuerySet[Contribution]:
    return Contribution.objects.select_related("organisation").filter(state=TAKEN).order_by("pk")


def _taken_already(sending: Sending, digest: str) -> Contribution | None:
    return _taken().filter(organisation__code=sending.organisation, sha256=digest).first()


def _one_at_a_time() -> None:
    """Whoever takes or withdraws waits for the other: rows refer to each other's contributions."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _insert(
    viewer: Viewer, checked: Checked, package: Path, sending: Sending, channel: str, digest: str
) -> Contribution:
    manifest = checked.manifest
    assert manifest is not None
    tables = checked.tables or {}
    return Contribution.objects.create(
        organisation=Organisation.objects.get(code=sending.organisation),
        series=manifest.series,
        sent_by_id=viewer.person,
        channel=channel,
        on_behalf_reason=sending.reason.strip() if sending.on_behalf_of(viewer) else "",
        sent_at=timezone.now(),
        sha256=digest,
        bytes=package.stat().st_size,
        period_from=manifest.period_from,
        period_to=manifest.period_to,
        cut_off=manifest.cut_off,
        counting_mode=manifest.counting_mode,
        handling=manifest.handling,
        purpose=manifest.purpose,
        origin=manifest.origin,
        recipients=list(manifest.recipients),
        nil=list(manifest.nil),
        rows={name: table.num_rows for name, table in tables.items() if table.num_rows},
    )


def _kept(taken: Contribution, package: Path, checked: Checked) -> Contribution:
    """Last, so that a failed copy takes the row back. A crash after it leaves files without a row:
    nobody can reach them, and the next contribution under that number replaces them."""
    try:
        received.keep(taken, package, checked.tables or {})
    except BaseException:
        received.remove(taken)
        raise
    return taken


def _end_nil_returns(viewer: Viewer, taken: Contribution, behalf: str) -> None:
    """Who sends rows after all has something to report: the nil returns of that period end."""
    if not taken.rows:
        return
    same = _taken().filter(
        organisation=taken.organisation,
        series=taken.series,
        period_from=taken.period_from,
        period_to=taken.period_to,
        rows={},
    )
    for one in same.exclude(pk=taken.pk):
        if one.is_nil and not versions_with(one):
            _withdraw(viewer, one, behalf)


def _withdraw(viewer: Viewer, found: Contribution, behalf: str) -> None:
    found.state, found.withdrawn_at = WITHDRAWN, timezone.now()
    found.withdrawn_by_id = viewer.person
    found.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    record_change(viewer, "contribution.withdrawn", "contribution", [found.pk], behalf)


def _has_rows(facts: Mapping[str, Fact]) -> bool:
    same = _taken().filter(
        organisation__code=facts["organisation"],
        series=facts["series"],
        period_from=str(facts["period_from"]),
        period_to=str(facts["period_to"]),
    )
    return any(one.rows for one in same)


def _leans_on(found: Contribution) -> bool:
    """Whether a row of another contribution corrects a row of this one."""
    others = _taken().filter(series=found.series).exclude(pk=found.pk)
    named = received.referred(others)
    own = received.references([found])
    return any(named.get(table, frozenset()) & ids for table, ids in own.items())
