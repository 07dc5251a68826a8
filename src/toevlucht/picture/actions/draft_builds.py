"""Make both renditions of a draft to look at; the first one of a review freezes its data."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked
from toevlucht.language import LANGUAGES, Coded, Message, language
from toevlucht.picture.actions.drafting import locked
from toevlucht.picture.building import BuildError, build, steps
from toevlucht.picture.contributions import check_all
from toevlucht.picture.draft_folders import (
    build_folder,
    remove_builds,
    review_folder,
    workplace,
)
from toevlucht.picture.drafting.own_parts import own_parts
from toevlucht.picture.drafting.refreezing import data_sha256, refreeze
from toevlucht.picture.drafting.setup import STRICTNESS
from toevlucht.picture.drafting.writing import write_editorial
from toevlucht.picture.earlier import EarlierError
from toevlucht.picture.editorial import Edition, EditorialError
from toevlucht.picture.figures import Computed
from toevlucht.picture.markdown import MarkdownError
from toevlucht.picture.models import Draft, DraftBuild, DraftStep, EditionVersion
from toevlucht.picture.models.drafts import DRAFTING, REVIEW, WRITABLE
from toevlucht.picture.publications import publication_folder
from toevlucht.picture.queries.contributing import taken_until
from toevlucht.picture.queries.drafts.words import edition_of
from toevlucht.picture.snapshot import FreezeError, freeze
from toevlucht.picture.snapshot.manifest import read_manifest
from toevlucht.picture.typed_counts import typed_counts, warnings
from toevlucht.records.jobs import JobProblem, Report

KEPT = 2
MOST_WARNINGS = 100
STEPS = 2 + 2 * steps(LANGUAGES, pdf=False)


def build_draft(draft: Draft, report: Report) -> None:
    """Build the newest revision, unless it stands there already.

    A review whose data cannot be frozen, or whose renditions cannot be made, goes back to
    drafting: partners are never asked about something that they cannot see.
    """
    with transaction.atomic():
        draft = locked(draft)
    if draft.state not in WRITABLE or _is_there(draft):
        return
    try:
        _build(draft, report)
    except (FreezeError, BuildError, EarlierError, EditorialError, MarkdownError) as error:
        message = refusal_of(error)
        _back_to_drafting(draft, message)
        raise JobProblem(message) from error


def refusal_of(error: Exception) -> Message:
    """Why something could not be frozen or built; a job keeps it, so its values are plain."""
    match error:
        case MarkdownError():
            values = {"where": error.where, "line": str(error.line)}
            return Message("drafts.building.markup", values)
        case FreezeError():
            return Message("drafts.building.freeze", {"problem": "; ".join(error.problems)})
        case _:
            return Message("drafts.building.build", {"problem": str(error)})


def _is_there(draft: Draft) -> bool:
    """In collecting and drafting contributions come in meanwhile: a preview is always made anew."""
    return (
        draft.state == REVIEW
        and bool(draft.frozen)
        and draft.builds.filter(revision=draft.revision, is_review=True).exists()
    )


def _build(draft: Draft, report: Report) -> None:
    with tempfile.TemporaryDirectory(dir=workplace(draft.pk)) as temporary:
        place = Path(temporary)
        whole = place / "whole"
        write_editorial(edition_of(draft), place / "editorial")
        report(0, STEPS, "drafts.progress.freezing")
        _freeze(draft, place / "editorial", whole / "frozen")
        _hold_to_handling(draft, whole / "frozen")
        report(1, STEPS, "drafts.progress.building")
        typed: dict[str, list[str]] = {}
        for done, _ in enumerate(_both(whole, earlier_versions(draft), typed), start=2):
            report(done, STEPS, "drafts.progress.building")
        made = DraftBuild(
            draft=draft,
            revision=draft.revision,
            is_review=draft.state == REVIEW,
            folder=f"r{draft.revision}-{secrets.token_hex(4)}",
            data_sha256=data_sha256(whole / "frozen"),
            parts=own_parts(whole / "frozen"),
            checks=checks_of(whole / "public") | {"typed": typed},
        )
        _keep(draft, made, whole)


def _freeze(draft: Draft, editorial: Path, out: Path) -> None:
    """What was taken until now; in a review what it froze when it began."""
    if draft.state == REVIEW and draft.frozen:
        refreeze(review_folder(draft.pk, draft.frozen), editorial, out)
        return
    freeze(_contributions(draft), editorial, out)


def _hold_to_handling(draft: Draft, frozen: Path) -> None:
    """The partners' rendition shows every number: it goes no further than each sender allowed.

    A nil return says only that somebody looked.
    """
    mark, every_table = STRICTNESS.index(draft.handling), set(dictionary().tables)
    stricter = {
        (entry["organisation"], entry["handling"])
        for entry in read_manifest(frozen)["contributions"]
        if STRICTNESS.index(entry["handling"]) > mark and not every_table <= set(entry["nil"])
    }
    if stricter:
        say = language("en").write
        given = say(Coded("tlp", draft.handling))
        raise FreezeError(
            [
                f"{organisation}: what it sent is {say(Coded('tlp', handling))}, "
                f"and the partners' edition would be {given}"
                for organisation, handling in sorted(stricter)
            ]
        )


def _contributions(draft: Draft) -> Sequence[Checked]:
    taken = taken_until(None, draft.contributions_of, draft.cut_off)
    checked = list(check_all(contribution.path for contribution in taken))
    names = [
        f"{contribution.organisation.code} {contribution.pk}"
        for contribution, result in zip(taken, checked, strict=True)
        if not result.accepted
    ]
    if names:
        # It passed when it came in; the data dictionary or its file has changed since.
        raise FreezeError([f"{name} does not pass the check any more" for name in names])
    return checked


def _both(whole: Path, earlier: Sequence[Path], typed: dict[str, list[str]]) -> Iterator[str]:
    """Both renditions, step by step; ``typed`` is told which numbers people typed by hand."""

    def look(edition: Edition, computed: Computed) -> None:
        found = typed_counts(edition, computed.figures, computed.found)
        for tag in LANGUAGES:
            typed[tag] = warnings(found, language(tag))[:MOST_WARNINGS]

    frozen = whole / "frozen"
    yield from build(frozen, whole / "partners", public=False, pdf=False)
    yield from build(frozen, whole / "public", pdf=False, earlier=earlier, look=look)


def earlier_versions(draft: Draft) -> list[Path]:
    """The public folders of all that the series published: a reader may subtract from these."""
    versions = EditionVersion.objects.filter(edition__series=draft.series_id)
    places = versions.order_by("edition__number", "version").values_list(
        "edition__series__slug", "edition__number", "version"
    )
    return [publication_folder(*place) for place in places]


def checks_of(public: Path) -> dict[str, Any]:
    """What the build says of its own protection: how much was attacked, and what was hidden."""
    found: dict[str, Any] = read_manifest(public).get("disclosure", {})
    return found


def _keep(draft: Draft, made: DraftBuild, whole: Path) -> None:
    target = build_folder(draft.pk, made.folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        now = locked(draft)
        if now.state != draft.state or now.frozen != draft.frozen:
            return  # it was moved on or back meanwhile; what was made of it shows nothing any more
        if made.is_review and not now.frozen:
            now.frozen = made.folder
            now.save(update_fields=["frozen"])
            review = review_folder(draft.pk, made.folder)
            review.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(whole / "frozen", review)
        made.save()
        whole.rename(target)
    newest = draft.builds.order_by("-pk").values_list("folder", flat=True)[:KEPT]
    remove_builds(draft.pk, set(newest))


def _back_to_drafting(draft: Draft, message: Message) -> None:
    """Only where partners have nothing to look at yet."""
    with transaction.atomic():
        now = locked(draft)
        if now.state != REVIEW or now.frozen:
            return
        now.state, now.submitted_by = DRAFTING, None
        now.revision += 1
        now.save()
        DraftStep.objects.create(draft=now, kind=DRAFTING)
