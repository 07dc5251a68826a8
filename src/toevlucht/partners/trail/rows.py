"""Lines of the audit trail as a person reads them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toevlucht.language import Language
from toevlucht.layout.reader import reader_language
from toevlucht.partners.trail.names import names_of_organisations, names_of_people
from toevlucht.records.break_glass import may_open
from toevlucht.records.models import AuditLine, BreakGlass
from toevlucht.records.trail import Trace
from toevlucht.records.viewer import ROLES, Viewer

IDS_SHOWN = 5
# Every kind of record that a line of the trail may name; each has words.
KINDS = (
    "agreement",
    "api_key",
    "area",
    "audit",
    "break_glass",
    "certificate",
    "comment",
    "completion",
    "contribution",
    "correction",
    "course",
    "draft",
    "family",
    "filter",
    "handbook",
    "handbook_change",
    "handbook_draft",
    "hosting",
    "household",
    "improvement",
    "incident",
    "inspection",
    "location",
    "news",
    "news_draft",
    "newsletter",
    "organisation",
    "package",
    "page",
    "password",
    "person",
    "place",
    "proposal",
    "recovery_codes",
    "referral",
    "relation",
    "rendition",
    "report",
    "roster_entry",
    "route_contact",
    "rumour",
    "series",
    "sessions",
    "signal",
    "stay",
    "subscriber",
    "table",
    "task",
    "totp",
    "transfer",
    "version",
    "webauthn",
)


@dataclass(frozen=True)
class Row:
    """Everything in words, except the time."""

    at: datetime.datetime
    who: str
    organisation: str
    roles: str
    event: str
    record: str
    why: str
    outcome: str
    is_refused: bool


@dataclass(frozen=True)
class GlassRow:
    """An emergency access; who opened it is named to the centre only."""

    opened_at: datetime.datetime
    until: datetime.datetime
    organisation: str
    reason: str
    who: str
    is_open: bool
    readable: str  # the organisation's code, where the viewer may read its content now


def rows_of_lines(viewer: Viewer, lines: Sequence[AuditLine]) -> list[Row]:
    spoken = reader_language()
    people = names_of_people(viewer, (line.person for line in lines))
    organisations = names_of_organisations()
    kinds = kinds_of_records()
    return [
        Row(
            at=line.at,
            who=_who(spoken, line.person, people),
            organisation=organisations.get(line.organisation, line.organisation),
            roles=_roles(spoken, line.roles),
            event=spoken.say(f"audit.event.{line.event}"),
            record=_record(spoken, line, kinds),
            why="; ".join(
                (
                    spoken.say(f"audit.purpose.{line.purpose}"),
                    spoken.say(f"audit.ground.{line.ground}"),
                )
            ),
            outcome=spoken.say(f"audit.outcome.{line.outcome}"),
            is_refused=line.outcome == "refused",
        )
        for line in lines
    ]


def rows_of_traces(traces: Sequence[Trace]) -> list[Row]:
    """By organisation and role; other rooms show who read their records with this too."""
    spoken = reader_language()
    organisations = names_of_organisations()
    return [
        Row(
            at=trace.at,
            who=spoken.say("audit.mine.you") if trace.is_own else "",
            organisation=organisations.get(trace.organisation, trace.organisation)
            or spoken.say("audit.mine.system"),
            roles=_roles(spoken, trace.roles),
            event=spoken.say(f"audit.event.{trace.event}"),
            record="",
            why="",
            outcome=spoken.say(f"audit.outcome.{trace.outcome}"),
            is_refused=trace.outcome == "refused",
        )
        for trace in traces
    ]


def rows_of_glasses(
    viewer: Viewer, glasses: Sequence[BreakGlass], now: datetime.datetime
) -> list[GlassRow]:
    spoken = reader_language()
    organisations = names_of_organisations() if glasses else {}
    people = names_of_people(viewer, (glass.person for glass in glasses)) if glasses else {}
    return [
        GlassRow(
            opened_at=glass.opened_at,
            until=glass.until,
            organisation=organisations.get(glass.organisation, glass.organisation),
            reason=spoken.say(f"audit.reason.{glass.reason}"),
            who=people.get(glass.person) or spoken.say("audit.glass.centre"),
            is_open=glass.until > now,
            readable=glass.organisation if _may_read(viewer, glass, now) else "",
        )
        for glass in glasses
    ]


def _may_read(viewer: Viewer, glass: BreakGlass, now: datetime.datetime) -> bool:
    return glass.person == viewer.person and may_open(viewer) and glass.until > now


def _who(spoken: Language, person: int | None, people: dict[int, str]) -> str:
    if person is None:
        return spoken.say("audit.trail.nobody")
    number = spoken.say("audit.trail.person", number=str(person))
    name = people.get(person)
    return f"{name} ({number})" if name else number


def _roles(spoken: Language, roles: Sequence[str]) -> str:
    return spoken.list([spoken.say(f"audit.role.{role}") for role in roles])


def kinds_of_records() -> dict[str, str]:
    """What a line may be about, in words: a kind of record, or the role that was given."""
    spoken = reader_language()
    named = {kind: spoken.say(f"audit.kind.{kind}") for kind in KINDS}
    return named | {role: spoken.say(f"audit.role.{role}") for role in ROLES}


def _record(spoken: Language, line: AuditLine, kinds: Mapping[str, str]) -> str:
    kind = kinds.get(line.kind, line.kind)
    if not line.ids:
        return kind
    shown = ", ".join(line.ids[:IDS_SHOWN])
    more = len(line.ids) - IDS_SHOWN
    rest = f" {spoken.say('audit.trail.more_ids', n=more)}" if more > 0 else ""
    return f"{kind} {shown}{rest}".strip()
