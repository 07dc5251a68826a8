"""The API for referrals: what was passed on to an organisation, and the steps that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from toevlucht.layout.api_problem import Problem
from toevlucht.partners.access import missing
from toevlucht.partners.calling import caller
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions import sharing
from toevlucht.signals.api.schemas import (
    AcceptIn,
    AnswerIn,
    ListIn,
    OpenPartOut,
    ReferralOut,
    ReferralsOut,
    RefuseIn,
    StateIn,
)
from toevlucht.signals.codes import LIVE_STATES
from toevlucht.signals.models import Referral
from toevlucht.signals.pages.files import sent
from toevlucht.signals.queries.programs import referrals_page
from toevlucht.signals.queries.shared_files import fetch_shared_file, numbers_to_fetch
from toevlucht.signals.queries.sharing import find_received

router = Router(tags=["referrals"])

READ = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem}


@router.get("referrals", response={200: ReferralsOut, **READ}, url_name="referrals")
def list_referrals(request: HttpRequest, query: Query[ListIn]) -> dict[str, Any]:
    """What was passed on to your organisation, the newest first."""
    viewer = _coordinator(request, "referrals.listed")
    found = referrals_page(viewer, query.before, query.limit)
    shown = found[: query.limit]
    record_read(viewer, "referrals.listed", "referral", [one.reference for one in shown])
    files = numbers_to_fetch(viewer, shown)
    more = f"?before={shown[-1].reference}&limit={query.limit}" if len(found) > len(shown) else ""
    return {
        "items": [_out(one, files) for one in shown],
        "next": f"{reverse('api:referrals')}{more}" if more else None,
    }


@router.get("referrals/{slug:reference}", response={200: ReferralOut, **READ}, url_name="referral")
def read_referral(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One of them, in codes."""
    viewer = _coordinator(request, "referral.read")
    found = _found(viewer, reference, "referral.read")
    record_read(viewer, "referral.read", "referral", [reference])
    return _one(viewer, found)


@router.get(
    "referrals/{slug:reference}/files/{int:number}",
    response={200: None, **READ},
    url_name="referral_file",
)
def read_file(request: HttpRequest, reference: str, number: int) -> Any:
    """A clean copy that goes along, once the referral was accepted."""
    viewer = _coordinator(request, "referral.file_read")
    found = _found(viewer, reference, "referral.file_read")
    fetched = fetch_shared_file(viewer, found, number)
    if fetched is None:
        raise missing(viewer, "referral.file_read", "referral", reference)
    return sent(fetched)


@router.post("referrals/{slug:reference}/state", response={200: ReferralOut, 409: Problem, **READ})
def take_step(request: HttpRequest, reference: str, step: StateIn) -> dict[str, Any]:
    """Accept it, refuse it, answer, or hand it back. What is not its turn is refused with 409."""
    viewer = _coordinator(request, EVENTS[step.root.state])
    _found(viewer, reference, EVENTS[step.root.state])
    match step.root:
        case AcceptIn():
            sharing.accept(viewer, reference)
        case RefuseIn(reason=reason):
            sharing.refuse(viewer, reference, reason)
        case AnswerIn(answer=answer, words=words):
            sharing.answer(viewer, reference, answer, words.strip())
        case handed_back:
            sharing.hand_back(viewer, reference, handed_back.reason)
    return _one(viewer, _found(viewer, reference, "referral.read"))


EVENTS = {
    "accepted": "referral.accepted",
    "refused": "referral.refused",
    "answered": "referral.answered",
    "handed_back": "referral.handed_back",
}


def _coordinator(request: HttpRequest, event: str) -> Viewer:
    viewer = caller(request)
    if not viewer.has("coordinator"):
        raise NotAllowed(event, "referral")
    return viewer


def _found(viewer: Viewer, reference: str, event: str) -> Referral:
    found = find_received(viewer, reference)
    if found is None:
        raise missing(viewer, event, "referral", reference)
    return found


def _one(viewer: Viewer, referral: Referral) -> dict[str, Any]:
    return _out(referral, numbers_to_fetch(viewer, [referral]))


def _out(referral: Referral, files: Mapping[int, list[int]]) -> dict[str, Any]:
    lives = referral.state in LIVE_STATES and referral.expires_on >= timezone.localdate()
    of_report = {name: getattr(referral.report, name) for name in OpenPartOut.model_fields}
    names = set(ReferralOut.model_fields) - {"report", "files"}
    own = {name: getattr(referral, name) for name in names}
    return {**own, "files": files.get(referral.pk, []), "report": of_report if lives else None}
