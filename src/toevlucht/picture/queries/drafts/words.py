"""The newest words of a draft, and the edition they make; the caller decided who may see it."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES
from toevlucht.picture.drafting.setup import Before
from toevlucht.picture.editorial import SECTIONS, Correction, Edition, Judgement, Period
from toevlucht.picture.models import (
    Draft,
    DraftJudgement,
    DraftText,
    EditionVersion,
    PartnersVersion,
)

Texts = dict[tuple[str, str], DraftText]


def texts_of(draft: Draft, section: str = "") -> Texts:
    """By section and language: the newest revision."""
    newer = DraftText.objects.filter(
        draft=OuterRef("draft"),
        section=OuterRef("section"),
        language=OuterRef("language"),
        revision__gt=OuterRef("revision"),
    )
    found = draft.texts.filter(~Exists(newer)).select_related("author")
    if section:
        found = found.filter(section=section)
    return {(text.section, text.language): text for text in found}


def judgements_of(draft: Draft) -> list[DraftJudgement]:
    """The newest revision of each judgement that still stands, in order."""
    return [judgement for judgement in every_judgement_of(draft) if not judgement.is_taken_out]


def every_judgement_of(draft: Draft) -> list[DraftJudgement]:
    newer = DraftJudgement.objects.filter(
        draft=OuterRef("draft"), name=OuterRef("name"), revision__gt=OuterRef("revision")
    )
    found = draft.judgements.filter(~Exists(newer)).select_related("author")
    return list(found.order_by("position", "name"))


def invited_to(draft: Draft) -> tuple[str, ...]:
    """The codes of the organisations that are asked, in the order of the data dictionary."""
    asked = set(draft.invitations.values_list("organisation", flat=True))
    return tuple(code for code in dictionary().code_list("organisation").names if code in asked)


def previous_version(draft: Draft) -> EditionVersion | None:
    """The edition before this one, as it stood on the cut-off date."""
    return (
        EditionVersion.objects.filter(
            edition__series=draft.series_id,
            edition__number=draft.number - 1,
            cut_off__lt=draft.cut_off,
        )
        .select_related("edition")
        .order_by("-version")
        .first()
    )


def before(draft: Draft) -> Before:
    """What was published before, and binds the set-up of this draft."""
    first = EditionVersion.objects.filter(
        edition__series=draft.series_id, edition__number=draft.number - 1, version=1
    ).first()
    previous_cut_off = first.cut_off if first else None
    if not draft.corrects:
        return Before(previous_cut_off)
    given = PartnersVersion.objects.filter(version=draft.corrects).first()
    received = given.recipients.values_list("organisation", flat=True) if given else ()
    handling = given.handling if given else "red"
    return Before(previous_cut_off, draft.corrects.cut_off, handling, frozenset(received))


def edition_of(draft: Draft, published_on: datetime.date | None = None) -> Edition:
    """The edition as it reads now; published today, unless another day was decided."""
    texts = texts_of(draft)
    previous = previous_version(draft)
    period = _period(draft, draft.number, previous)
    return Edition(
        series=draft.series.slug,
        series_kind=draft.series.kind,
        series_title={tag: draft.series.title(tag) for tag in LANGUAGES},
        series_of_contributions=draft.contributions_of,
        period=period,
        previous=_period(previous, draft.number - 1) if previous else None,
        version=draft.version,
        published_on=published_on or draft.published_on or timezone.localdate(),
        geography_on=draft.geography_on,
        handling=draft.handling,
        invited=invited_to(draft),
        title={tag: draft.title(tag) for tag in LANGUAGES},
        correction=_correction(draft),
        judgements=tuple(_judgement(judgement) for judgement in judgements_of(draft)),
        narrative={
            tag: {section: _text(texts, section, tag) for section in SECTIONS} for tag in LANGUAGES
        },
    )


def _period(
    of: Draft | EditionVersion, number: int, previous: EditionVersion | None = None
) -> Period:
    known_after = of.period_from - datetime.timedelta(days=1)
    if of.counting_mode == "incremental" and previous:
        known_after = previous.cut_off
    return Period(number, of.period_from, of.period_to, known_after, of.cut_off, of.counting_mode)


def _correction(draft: Draft) -> Correction | None:
    if draft.corrects is None:
        return None
    return Correction(draft.version - 1, {tag: draft.reason(tag) for tag in LANGUAGES})


def _judgement(judgement: DraftJudgement) -> Judgement:
    return Judgement(
        id=judgement.name,
        confidence=judgement.confidence,
        likelihood=judgement.likelihood,
        change=judgement.change,
        statement={tag: judgement.statement(tag) for tag in LANGUAGES},
    )


def _text(texts: Texts, section: str, tag: str) -> str:
    found = texts.get((section, tag))
    return found.text.strip() if found else ""
