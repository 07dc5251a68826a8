"""Fill the demo with places, agreements and reports; all made up, and saying so."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toevlucht.reception.models import Location
    from toevlucht.records.viewer import Viewer
    from toevlucht.signals.models import Report

Rows = list[dict[str, Any]]


def fill_reports() -> Iterator[str]:
    """Everything goes through the actions that people use. Yields what is there."""
    from toevlucht.records.actions import unit_of_work

    text = files("toevlucht.content").joinpath("demo", "reports.toml").read_text("utf-8")
    written: dict[str, Rows] = tomllib.loads(text)
    with unit_of_work():
        _agree(written["agreements"])
        locations = _places(written)
        yield "places"
        for row in written["reports"]:
            _work_on(row, _report(row, locations))
        yield "reports"


def _agree(rows: Rows) -> None:
    from toevlucht.partners.actions.agreements import Terms, make_agreement
    from toevlucht.partners.models import Organisation
    from toevlucht.records.viewer import OPERATOR

    today = datetime.date.today()  # noqa: DTZ011
    for row in rows:
        sender, receiver = (
            Organisation.objects.get(code=row[side]) for side in ("sender", "receiver")
        )
        terms = Terms(row["acts"], row["bases"], row["answer_days"], today)
        make_agreement(OPERATOR, sender, receiver, terms)


def _places(written: dict[str, Rows]) -> dict[str, str]:
    """The codes of the locations by their names."""
    from toevlucht.reception.actions import households, places, route_cards

    codes = {}
    for row in written["locations"]:
        about = places.AboutLocation(row["name"], row["kind"], row["operator"], row["address"])
        made = places.add_location(_coordinator_for(row["municipality"]), about)
        _open(_coordinator_for(row["municipality"]), made)
        codes[made.name] = made.code
    for row in written["households"]:
        home = households.AboutHousehold(row["name"], row["address"], row["telephone"])
        households.add_household(_coordinator_for(row["municipality"]), home)
    for row in written["contacts"]:
        viewer = _viewer(f"coordinator.{row['by']}")
        reachable = route_cards.Reachable(row["name"], row["telephone"], hours=row["hours"])
        contact = route_cards.set_contact(viewer, row["kind"], reachable)
        if row["confirmed"]:
            route_cards.confirm_contact(viewer, contact)
    return codes


def _open(viewer: Viewer, location: Location) -> None:
    """Heads are counted there, and owner and operator are looked at next month."""
    from toevlucht.reception.actions import life_cycle, rooms

    next_month = datetime.date.today() + datetime.timedelta(days=30)  # noqa: DTZ011
    rooms.count_heads_only(viewer, location, 40)
    for subject in ("owner", "operator"):
        about = life_cycle.AboutCheck(subject, "later", next_month)
        life_cycle.check_location(viewer, location, about)
    life_cycle.open_location(viewer, location)


def _report(row: dict[str, Any], locations: dict[str, str]) -> Report:
    from toevlucht.records.viewer import PUBLIC
    from toevlucht.signals.actions.receiving import Way, receive_report
    from toevlucht.signals.telling import Telling, Words

    today = datetime.date.today()  # noqa: DTZ011
    told = Telling(
        words=Words(row["facts"], interpretation=row.get("interpretation", "")),
        situation=row["situation"],
        place_kind=row["place_kind"],
        municipality=row["municipality"],
        seen_on=today - datetime.timedelta(days=row["days_ago"]),
        first_hand=row["first_hand"],
        age_group=row.get("age_group", "unknown"),
        concerns=row.get("concerns", "nobody"),
        location=locations.get(row.get("location", ""), ""),
    )
    if "reporter" in row:
        way = Way("desk", "reporter", row["language"], is_unnamed=False)
        return receive_report(_viewer(row["reporter"]), told, way)
    return receive_report(PUBLIC, told, Way("page", "public", row["language"]))


def _work_on(row: dict[str, Any], report: Report) -> None:
    """What the coordinator of the organisation that handles it did with it."""
    from toevlucht.signals import policy
    from toevlucht.signals.actions.assessing import Belief, assess

    if "assessed" not in row:
        return
    viewer = _viewer(f"coordinator.{report.handler}")
    entry = policy.find_entry(viewer, report.reference)
    if entry is None:
        raise ValueError("a report of the demo lies on another desk than that of its handler")
    belief = Belief(row["assessed"], "unknown", "unspecified", (), "C", "3")
    assess(viewer, entry, belief, "(Demo) Verzonnen beoordeling.")
    if "refer_to" in row:
        _refer(viewer, report, row["refer_to"])


def _refer(viewer: Viewer, report: Report, receiver: str) -> None:
    from toevlucht.signals.actions import sharing

    offered = sharing.Offer(
        act="referral",
        receiver=receiver,
        purpose="investigate",
        basis="public_task",
        handling="amber_strict",
        expires_on=datetime.date.today() + datetime.timedelta(days=90),  # noqa: DTZ011
        parts=("facts",),
        question="(Demo) Kunt u hier onderzoek naar doen?",
    )
    referral = sharing.offer(viewer, report.reference, offered)
    if report.municipality == "GM0344":
        sharing.accept(_viewer(f"coordinator.{receiver}"), referral.reference)


def _coordinator_for(municipality: str) -> Viewer:
    from toevlucht.partners.models import Organisation

    code = Organisation.objects.get(area=municipality).code
    return _viewer(f"coordinator.{code}")


def _viewer(account: str) -> Viewer:
    from toevlucht.partners.models import Person
    from toevlucht.partners.queries import viewer_of_person

    somebody = Person.objects.get(email__startswith=f"{account}@")
    return viewer_of_person(somebody.pk, "command")
