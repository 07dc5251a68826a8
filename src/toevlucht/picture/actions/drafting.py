"""Make an edition on the desk: open a draft, set it up, and move it from state to state."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.drafting.lacking import lacking
from toevlucht.picture.drafting.setup import Setup, contradictions
from toevlucht.picture.editorial import Texts, read_editorial
from toevlucht.picture.models import (
    Draft,
    DraftJudgement,
    DraftStep,
    DraftText,
    EditionVersion,
    Invitation,
    PartnersVersion,
    Series,
)
from toevlucht.picture.models.drafts import (
    COLLECTING,
    DRAFTING,
    DROPPED,
    REVIEW,
    WRITABLE,
)
from toevlucht.picture.publications import frozen_folder
from toevlucht.picture.queries.drafts.words import before, edition_of
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import ask
from toevlucht.records.viewer import NotAllowed, Viewer

# From each state to where an editor may move a draft on. The rest happens by publishing.
MOVES: Mapping[str, tuple[str, ...]] = {
    COLLECTING: (DRAFTING, DROPPED),
    DRAFTING: (REVIEW, COLLECTING, DROPPED),
    REVIEW: (COLLECTING, DROPPED),
}


def open_draft(viewer: Viewer, series: Series, number: int, setup: Setup) -> Draft:
    """The first version of a new edition, to which contributions are asked from now on."""
    person = _editor(viewer, "draft.opened")
    if series.editions.filter(number=number).exists():
        raise NotPossible("number_published", number=str(number))
    draft = Draft(
        series=series, number=number, version=1, contributions_of=series.slug, opened_by_id=person
    )
    return _open(viewer, draft, setup)


def open_series(viewer: Viewer, slug: str, kind: str, title: Texts) -> Series:
    """A new series; the public hears of it with its first edition."""
    _editor(viewer, "draft.opened")
    titles = {f"title_{tag}": title[tag] for tag in LANGUAGES}
    with transaction.atomic():
        series, is_new = Series.objects.get_or_create(slug=slug, defaults={"kind": kind, **titles})
        if not is_new:
            raise NotPossible("series_exists", series=slug)
        record_change(viewer, "series.opened", "series", [slug])
    return series


def open_correction(viewer: Viewer, version: EditionVersion, reason: Texts) -> Draft:
    """The next version of a published edition: its words and judgements copied, to be mended."""
    person = _editor(viewer, "draft.opened")
    if EditionVersion.objects.filter(corrects=version).exists():
        raise NotPossible("corrected_already")
    edition = version.edition
    written = read_editorial(
        frozen_folder(edition.series.slug, edition.number, version.version) / "editorial"
    )
    given = PartnersVersion.objects.filter(version=version).first()
    received = given.recipients.values_list("organisation", flat=True) if given else ()
    setup = Setup(
        period_from=version.period_from,
        period_to=version.period_to,
        cut_off=version.cut_off,
        counting_mode=version.counting_mode,
        geography_on=written.geography_on,
        handling=given.handling if given else written.handling,
        invited=tuple(sorted({*written.invited, *received})),
        title=written.title,
        reason=reason,
    )
    draft = Draft(
        series=edition.series,
        number=edition.number,
        version=version.version + 1,
        corrects=version,
        contributions_of=written.series_of_contributions,
        opened_by_id=person,
    )
    with transaction.atomic():
        draft = _open(viewer, draft, setup)
        draft.texts.bulk_create(
            DraftText(
                draft=draft, section=section, language=tag, revision=1, text=text, author_id=person
            )
            for tag, sections in written.narrative.items()
            for section, text in sections.items()
        )
        draft.judgements.bulk_create(
            DraftJudgement(
                draft=draft,
                name=judgement.id,
                revision=1,
                position=position,
                confidence=judgement.confidence,
                likelihood=judgement.likelihood,
                change=judgement.change,
                author_id=person,
                **{f"statement_{tag}": judgement.statement[tag] for tag in LANGUAGES},
            )
            for position, judgement in enumerate(written.judgements, start=1)
        )
    return draft


def _open(viewer: Viewer, draft: Draft, setup: Setup) -> Draft:
    try:
        with transaction.atomic():
            _fill(draft, setup)
            draft.save()
            _invite(draft, setup.invited)
            _step(viewer, draft, "setup")
            record_change(viewer, "draft.opened", "draft", [draft.pk])
    except IntegrityError:
        raise NotPossible("draft_exists", number=str(draft.number)) from None
    return draft


def set_up(viewer: Viewer, draft: Draft, seen: int, setup: Setup) -> Draft:
    """Set the edition up anew; ``seen`` is the revision of the set-up that the editor had seen."""
    _editor(viewer, "draft.setup_changed", draft)
    with transaction.atomic():
        draft = writable(draft)
        if draft.setup_revision != seen:
            raise NotPossible("setup_changed")
        if draft.state == REVIEW and _data_of(draft) != _data_of(setup):
            raise NotPossible("data_frozen")
        _fill(draft, setup)
        draft.revision += 1
        draft.setup_revision = draft.revision
        draft.save()
        draft.invitations.all().delete()
        _invite(draft, setup.invited)
        _step(viewer, draft, "setup")
        record_change(viewer, "draft.setup_changed", "draft", [draft.pk])
        build_anew(viewer, draft)
    return draft


def move(viewer: Viewer, draft: Draft, seen: str, state: str, reason: str = "") -> Draft:
    """Move a draft on, or back; ``seen`` is the state in which the editor had seen it."""
    event = "draft.dropped" if state == DROPPED else "draft.state_changed"
    person = _editor(viewer, event, draft)
    with transaction.atomic():
        draft = locked(draft)
        if draft.state != seen or state not in MOVES.get(draft.state, ()):
            raise NotPossible("moved_meanwhile")
        if state == DROPPED and not reason.strip():
            raise NotPossible("drop_reason")
        if state == REVIEW:
            if found := lacking(edition_of(draft)):
                raise NotPossible("lacking", n=len(found))
            draft.submitted_by_id = person
            event = "draft.submitted"
        elif draft.state == REVIEW:
            # What was frozen is let go, and with it whatever was approved.
            draft.submitted_by, draft.frozen = None, ""
            draft.revision += 1
        draft.state = state
        draft.save()
        _step(viewer, draft, state, reason.strip())
        record_change(viewer, event, "draft", [draft.pk])
        build_anew(viewer, draft)
    return draft


def preview(viewer: Viewer, draft: Draft) -> int:
    """Ask for both renditions as they would be published now; the number of the job."""
    _editor(viewer, "draft.previewed", draft)
    with transaction.atomic():
        return int(ask(viewer, "draft.build", draft=writable(draft).pk).pk)


def build_anew(viewer: Viewer, draft: Draft) -> None:
    """Partners look at what a review says now: whatever changes in it is built again."""
    if draft.state == REVIEW:
        ask(viewer, "draft.build", draft=draft.pk)


def locked(draft: Draft) -> Draft:
    """The draft as it is now, kept from others until the transaction ends."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("series", "corrects")
    return found.get(pk=draft.pk)


def writable(draft: Draft) -> Draft:
    draft = locked(draft)
    if draft.state not in WRITABLE:
        raise NotPossible("not_writable")
    return draft


def next_number(series: Series) -> int:
    """After everything published or in the making."""
    published = series.editions.aggregate(newest=Max("number"))["newest"] or 0
    drafts = series.drafts.exclude(state=DROPPED).aggregate(newest=Max("number"))["newest"] or 0
    return int(max(published, drafts)) + 1


def _editor(viewer: Viewer, event: str, draft: Draft | None = None) -> int:
    """The person, who must be an editor of the centre."""
    if not viewer.is_centre_with("editor") or viewer.person is None:
        raise NotAllowed(event, "draft", (str(draft.pk),) if draft else ())
    return viewer.person


def _fill(draft: Draft, setup: Setup) -> None:
    for name in (
        "period_from",
        "period_to",
        "cut_off",
        "counting_mode",
        "geography_on",
        "handling",
    ):
        setattr(draft, name, getattr(setup, name))
    for tag in LANGUAGES:
        setattr(draft, f"title_{tag}", setup.title[tag])
        setattr(draft, f"reason_{tag}", setup.reason[tag] if draft.corrects_id else "")
    if contradictions(setup, before(draft)):
        raise NotPossible("contradiction")


def _data_of(setup: Draft | Setup) -> tuple[object, ...]:
    """What decides which rows are in it; a review has them frozen."""
    names = ("period_from", "period_to", "cut_off", "counting_mode", "geography_on")
    return tuple(getattr(setup, name) for name in names)


def _invite(draft: Draft, invited: tuple[str, ...]) -> None:
    Invitation.objects.bulk_create(
        Invitation(draft=draft, organisation=organisation) for organisation in invited
    )


def _step(viewer: Viewer, draft: Draft, kind: str, reason: str = "") -> None:
    DraftStep.objects.create(draft=draft, person_id=viewer.person, kind=kind, reason=reason)
