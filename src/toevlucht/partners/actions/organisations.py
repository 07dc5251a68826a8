"""Add organisations, name them, and close and open them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.geography import areas
from toevlucht.language import LANGUAGES, Coded, Message, language
from toevlucht.partners.channels import channels_changed
from toevlucht.partners.models import CODE, Organisation
from toevlucht.partners.rules import Refused, administers_all
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

CENTRE = "expertise_centre"
AREAS_OF = {"municipality": ("municipality",), "region": ("safety_region", "country")}
"""The kinds of organisation that are for one area, and the kinds of that area."""

RESERVED = ("unclaimed", "receipt")  # names of holders of keys that are no organisation


@transaction.atomic
def add_organisation(
    viewer: Viewer,
    code: str,
    names: Mapping[str, str],
    *,
    kind: str = "",
    area: str = "",
    is_independent_contact: bool = False,
) -> Organisation:
    """Under a code of the data dictionary, whose names and kind serve where none are given.

    Or under a new code.
    """
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
    is_first_centre = kind_of(code) == CENTRE and not _there_is_a_centre()
    organisation = Organisation(
        code=code,
        is_centre=is_first_centre,
        **{f"name_{tag}": name for tag, name in all_names.items()},
    )
    _place(organisation, kind or kind_of(code), area, is_independent_contact)
    organisation.save(force_insert=True)
    record_change(viewer, "organisation.added", "organisation", (code,))
    return organisation


@transaction.atomic
def change_organisation(
    viewer: Viewer,
    organisation: Organisation,
    names: Mapping[str, str],
    is_active: bool,
    *,
    kind: str,
    area: str,
    is_independent_contact: bool,
) -> None:
    """A closed organisation's people and keys cannot come in until it is opened again."""
    if not administers_all(viewer):
        raise NotAllowed("organisation.changed", "organisation", (organisation.code,))
    if organisation.is_centre and not is_active:
        raise Refused(Message("people.problem.centre_stays"), "is_active")
    for tag in LANGUAGES:
        setattr(organisation, f"name_{tag}", names[tag].strip())
    organisation.is_active = is_active
    _place(organisation, kind, area, is_independent_contact)
    organisation.save()
    record_change(viewer, "organisation.changed", "organisation", (organisation.code,))
    channels_changed(viewer)


def dictionary_names(code: str) -> dict[str, str]:
    """What the data dictionary calls an organisation; nothing for one that it does not know."""
    if code not in dictionary().code_lists["organisation"].names:
        return {}
    return {tag: language(tag).write(Coded("organisation", code)) for tag in LANGUAGES}


def kind_of(code: str) -> str:
    """The kind under which the data dictionary knows it; nothing for one that it does not know."""
    known = dictionary().code_lists["organisation"].by_code.get(code)
    return known.kind if known else ""


def _there_is_a_centre() -> bool:
    return Organisation.objects.filter(is_centre=True).exists()


def _place(organisation: Organisation, kind: str, area: str, is_independent_contact: bool) -> None:
    """Reports find who handles them by kind and area: one organisation an area."""
    if kind and kind not in dictionary().code_lists["organisation_kind"].names:
        raise Refused(Message("places.problem.kind"), "kind")
    today = timezone.localdate()
    if area:
        wanted = AREAS_OF.get(kind, ())
        if not areas.exists(area, today) or areas.area(area, today).kind not in wanted:
            raise Refused(Message("places.problem.area"), "area")
        others = Organisation.objects.filter(area=area, is_active=True).exclude(pk=organisation.pk)
        if organisation.is_active and others.exists():
            raise Refused(Message("places.problem.area_taken"), "area")
    if is_independent_contact and organisation.is_centre:
        raise Refused(Message("places.problem.independent_centre"), "is_independent_contact")
    organisation.kind, organisation.area = kind, area
    organisation.is_independent_contact = is_independent_contact
