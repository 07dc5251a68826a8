"""Add organisations, name them, and close and open them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import transaction

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES, Coded, Message, language
from toevlucht.partners.models import CODE, Organisation
from toevlucht.partners.rules import Refused, administers_all
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

CENTRE = "expertise_centre"
RESERVED = ("unclaimed", "receipt")  # names of holders of keys that are no organisation


@transaction.atomic
def add_organisation(viewer: Viewer, code: str, names: Mapping[str, str]) -> Organisation:
    """Under a code of the data dictionary, whose names serve where none are given, or a new one."""
    if not administers_all(viewer):
        raise NotAllowed("organisation.added", "organisation", (code,))
    if not re.fullmatch(CODE, code) or len(code) > 40 or code in RESERVED:
        raise Refused(Message("people.problem.code"), "code")
    if Organisation.objects.filter(code=code).exists():
        raise Refused(Message("people.problem.code_taken"), "code")
    known = dictionary_names(code)
    all_names = {tag: names.get(tag, "").strip() or known.get(tag, "") for tag in LANGUAGES}
    for tag, name in all_names.items():
        if not name:
            raise Refused(Message("people.problem.name_missing"), f"name_{tag}")
    organisation = Organisation.objects.create(
        code=code,
        is_centre=is_the_centre(code) and not Organisation.objects.filter(is_centre=True).exists(),
        **{f"name_{tag}": name for tag, name in all_names.items()},
    )
    record_change(viewer, "organisation.added", "organisation", (code,))
    return organisation


@transaction.atomic
def change_organisation(
    viewer: Viewer, organisation: Organisation, names: Mapping[str, str], is_active: bool
) -> None:
    """A closed organisation's people and keys cannot come in until it is opened again."""
    if not administers_all(viewer):
        raise NotAllowed("organisation.changed", "organisation", (organisation.code,))
    if organisation.is_centre and not is_active:
        raise Refused(Message("people.problem.centre_stays"), "is_active")
    for tag in LANGUAGES:
        setattr(organisation, f"name_{tag}", names[tag].strip())
    organisation.is_active = is_active
    organisation.save()
    record_change(viewer, "organisation.changed", "organisation", (organisation.code,))


def dictionary_names(code: str) -> dict[str, str]:
    """What the data dictionary calls an organisation; nothing for one that it does not know."""
    if code not in dictionary().code_lists["organisation"].names:
        return {}
    return {tag: language(tag).write(Coded("organisation", code)) for tag in LANGUAGES}


def is_the_centre(code: str) -> bool:
    found = dictionary().code_lists["organisation"]
    return any(one.code == code and one.kind == CENTRE for one in found.codes)
