"""What an adult is to a child: stated, checked against a document, withdrawn.

Stated parenthood is assumed until a document is checked; assumed parenthood never counts.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.actions.oversight import raise_task
from toevlucht.reception.models import Family, Person, Relation, Stay
from toevlucht.reception.models.relations import DOCUMENTS, RELATIONS, WITH_AUTHORITY
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.sealed.people import key_of, seal_words
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutDocument:
    """``words``: its number and who gave it; they are sealed."""

    kind: str
    words: str
    valid_until: datetime.date | None = None


@transaction.atomic
def state_relation(
    viewer: Viewer,
    child: Person,
    adult: Person,
    kind: str,
    document: AboutDocument | None = None,
) -> Relation:
    """With a document that somebody holds in their hands it is checked today.

    What stands already is not stated twice; after its last day, or withdrawn, it may be.
    """
    event = "relation.stated"
    _must_keep(viewer, child.family, event)
    today = timezone.localdate()
    if kind not in RELATIONS or find_family(viewer, adult.family.code) is None or child == adult:
        raise NotAllowed(event, "person", (child.code,))
    if not child.counts_as_minor(today):
        raise CannotDo("not_a_minor", (child.code,))
    stated = Relation.objects.filter(child=child, adult=adult, kind=kind, withdrawn_at=None)
    if stated.exclude(valid_until__lt=today).exists():
        raise CannotDo("relation_stands", (child.code,))
    relation = Relation(code=new_reference(), child=child, adult=adult, kind=kind)
    if document:
        _check(viewer, relation, document)
    relation.save(force_insert=True)
    record_change(viewer, event, "person", (child.code, adult.code))
    return relation


@transaction.atomic
def check_document(viewer: Viewer, relation: Relation, document: AboutDocument) -> None:
    """Of a relation that nobody checked yet; another document is another relation."""
    event = "relation.checked"
    _must_keep(viewer, relation.child.family, event)
    relation = Relation.objects.select_for_update().get(pk=relation.pk)
    if relation.checked_on is not None or relation.withdrawn_at is not None:
        raise CannotDo("somebody_was_first")
    _check(viewer, relation, document)
    relation.save()
    record_change(viewer, event, "person", (relation.child.code, relation.adult.code))


@transaction.atomic
def withdraw_relation(viewer: Viewer, relation: Relation) -> None:
    """It does not hold any more. A child who stays by it is looked after today."""
    event = "relation.withdrawn"
    child = relation.child
    _must_keep(viewer, child.family, event)
    now = timezone.now()
    if not Relation.objects.filter(pk=relation.pk, withdrawn_at=None).update(withdrawn_at=now):
        return
    record_change(viewer, event, "person", (child.code, relation.adult.code))
    staying = Stay.objects.filter(relation=relation, departed_at=None, kind="ordinary")
    for stay in staying.select_related("location"):
        raise_task(
            viewer,
            "relation_expired",
            ("person", child.code),
            child.family.municipality,
            timezone.localdate(),
            stay.location,
        )


def _check(viewer: Viewer, relation: Relation, document: AboutDocument) -> None:
    today = timezone.localdate()
    if document.kind not in DOCUMENTS or not document.words.strip():
        raise CannotDo("no_words")
    if relation.kind not in WITH_AUTHORITY:
        raise CannotDo("child_without_adult", (relation.child.code,))
    if document.valid_until is not None and document.valid_until < today:
        raise CannotDo("wrong_dates")
    key = key_of(relation.child.family, viewer.organisation)
    relation.document_kind = document.kind
    relation.document = seal_words(key, relation, {"words": document.words.strip()})
    relation.checked_on, relation.checked_by = today, viewer.person
    relation.valid_until = document.valid_until


def _must_keep(viewer: Viewer, family: Family, event: str) -> None:
    if find_family(viewer, family.code) is None:
        raise NotAllowed(event, "family", (family.code,))
