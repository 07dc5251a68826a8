"""Write in a draft: texts and judgements, each revision beside those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions.drafting import build_anew, writable
from toevlucht.picture.actions.refusing import NewerJudgement, NewerTexts, NotPossible
from toevlucht.picture.editorial import SECTIONS, Texts
from toevlucht.picture.models import Draft, DraftJudgement, DraftText
from toevlucht.picture.queries.drafts.words import every_judgement_of, texts_of
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Typed:
    """A text, and the revision of the one that its writer had before them; 0 for none."""

    text: str
    seen: int


@dataclass(frozen=True)
class Words:
    """A judgement: how sure we are stands apart from how likely it is."""

    position: int
    confidence: str
    likelihood: str
    change: str
    statement: Texts


def write_texts(viewer: Viewer, draft: Draft, section: str, typed: Mapping[str, Typed]) -> Draft:
    """Save a section in the languages in which it was changed.

    Raises NewerTexts where somebody else changed one of these in the meantime: then nothing is
    saved, and both texts are there to choose from.
    """
    author = _author(viewer, "draft.text_changed", draft)
    if section not in SECTIONS:
        raise NotPossible("not_writable")
    with transaction.atomic():
        draft = writable(draft)
        now = texts_of(draft, section)
        before = _seen(draft, section, typed)
        changed = {
            tag: one
            for tag, one in typed.items()
            if one.text not in (before.get(tag, ""), _text(now.get((section, tag))))
        }
        newer = [
            now[section, tag]
            for tag, one in changed.items()
            if (section, tag) in now and now[section, tag].revision > one.seen
        ]
        if newer:
            raise NewerTexts(newer)
        if changed:
            _revise(draft)
            DraftText.objects.bulk_create(
                DraftText(
                    draft=draft,
                    section=section,
                    language=tag,
                    revision=draft.revision,
                    text=one.text,
                    author_id=author,
                )
                for tag, one in changed.items()
            )
            record_change(viewer, "draft.text_changed", "draft", [draft.pk, section, *changed])
            build_anew(viewer, draft)
    return draft


def write_judgement(viewer: Viewer, draft: Draft, name: str, seen: int, words: Words) -> Draft:
    """Save a judgement; ``seen`` is the revision that its writer had before them, 0 if new."""
    author = _author(viewer, "draft.judgement_changed", draft)
    with transaction.atomic():
        draft = writable(draft)
        now = _judgement(draft, name)
        statements = {f"statement_{tag}": words.statement[tag] for tag in LANGUAGES}
        values = {
            "position": words.position,
            "confidence": words.confidence,
            "likelihood": words.likelihood,
            "change": words.change,
            **statements,
        }
        if now and not now.is_taken_out and all(getattr(now, k) == v for k, v in values.items()):
            return draft
        _check_seen(now, seen)
        _revise(draft)
        _add(viewer, draft, name, author, values)
    return draft


def take_out_judgement(viewer: Viewer, draft: Draft, name: str, seen: int) -> Draft:
    author = _author(viewer, "draft.judgement_changed", draft)
    with transaction.atomic():
        draft = writable(draft)
        now = _judgement(draft, name)
        if now is None or now.is_taken_out:
            return draft
        _check_seen(now, seen)
        _revise(draft)
        kept = ("position", "confidence", "likelihood", "change")
        names = (*kept, *(f"statement_{tag}" for tag in LANGUAGES))
        values = {name: getattr(now, name) for name in names}
        _add(viewer, draft, name, author, values | {"is_taken_out": True})
    return draft


def _seen(draft: Draft, section: str, typed: Mapping[str, Typed]) -> dict[str, str]:
    """What the writer had before them: only what differs from it was written by them."""
    revisions = {one.seen for one in typed.values()}
    rows = draft.texts.filter(section=section, revision__in=revisions)
    return {
        row.language: row.text
        for row in rows
        if row.language in typed and row.revision == typed[row.language].seen
    }


def _judgement(draft: Draft, name: str) -> DraftJudgement | None:
    return next((one for one in every_judgement_of(draft) if one.name == name), None)


def _check_seen(now: DraftJudgement | None, seen: int) -> None:
    """A judgement that was taken out may be written anew, as if it were new."""
    if now and now.revision != seen and not (now.is_taken_out and seen == 0):
        raise NewerJudgement(now)


def _add(
    viewer: Viewer, draft: Draft, name: str, author: int, values: Mapping[str, object]
) -> None:
    DraftJudgement.objects.create(
        draft=draft, name=name, revision=draft.revision, author_id=author, **values
    )
    record_change(viewer, "draft.judgement_changed", "draft", [draft.pk, name])
    build_anew(viewer, draft)


def _revise(draft: Draft) -> None:
    draft.revision += 1
    draft.save(update_fields=["revision"])


def _text(written: DraftText | None) -> str:
    return written.text if written else ""


def _author(viewer: Viewer, event: str, draft: Draft) -> int:
    if not viewer.is_centre_with("editor") or viewer.person is None:
        raise NotAllowed(event, "draft", (str(draft.pk),))
    return viewer.person
