"""A file of who works for an organisation, by location: each problem told at its place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toevlucht.dictionary.model import Column, Table
from toevlucht.language import LANGUAGES, Language, language
from toevlucht.partners.actions.rosters import AboutEntry, check_entry
from toevlucht.partners.models import ROSTER_ROLES
from toevlucht.partners.rules import Refused
from toevlucht.reception.household_files import LIMITS
from toevlucht.reception.row_files import RowProblem, Sheet, read_rows
from toevlucht.reception.supplied_files import written
from toevlucht.records.viewer import Viewer

NAME = "roster"
DAYS = ("works_from", "works_until", "asked_on", "checked_on", "valid_until")
KEYS = ("name", "contact", "place", "role", *DAYS)
NEEDED = ("name", "role", "works_from")
LONGEST = {"name": 120, "contact": 200}
OWN = "rosters.problem."


@dataclass(frozen=True)
class RosterProblem(RowProblem):
    """Its kind is a whole key where it is about a roster only."""

    def text(self, spoken: Language) -> str:
        return spoken.say(self.kind) if self.kind.startswith(OWN) else super().text(spoken)


def header(spoken: Language) -> list[str]:
    return [spoken.say(f"rosters.field.{key}") for key in KEYS]


def roster_template(suffix: str, spoken: Language) -> bytes:
    return written(suffix, NAME, [header(spoken)])


def read_roster_file(
    content: bytes, suffix: str, viewer: Viewer, places: Mapping[str, str], today: datetime.date
) -> tuple[list[AboutEntry], Sequence[RowProblem]]:
    """No entries where there are problems; ``places`` are those that the viewer keeps, by code."""
    keys = {
        name: key
        for tag in LANGUAGES
        for name, key in zip(header(language(tag)), KEYS, strict=True)
    }
    columns = [Column(name, "date" if key in DAYS else "text") for name, key in keys.items()]
    found, told = read_rows(content, suffix, Table(NAME, "1", tuple(columns)), LIMITS)
    if found is None:
        return [], told
    sheet = _Sheet(found, keys, NEEDED, LONGEST, today, told, viewer, places)
    entries = sheet.entries()
    return ([] if sheet.told else entries), sheet.told


@dataclass
class _Sheet(Sheet):
    problem = RosterProblem

    viewer: Viewer
    places: Mapping[str, str]

    def entries(self) -> list[AboutEntry]:
        by_name = {name.casefold(): code for code, name in self.places.items()}
        roles = {
            language(tag).say(f"rosters.role.{role}").casefold(): role
            for role in ROSTER_ROLES
            for tag in LANGUAGES
        }
        entries = []
        for _, texts in self.lines():
            place, role = (texts.get(key, "").casefold() for key in ("place", "role"))
            about = AboutEntry(
                name=texts["name"],
                contact=texts.get("contact", ""),
                place=by_name.get(place, place),
                role=roles.get(role, role),
                **{key: self.day(key, texts.get(key, "")) for key in DAYS},  # type: ignore[arg-type]
            )
            self._judge(about, texts)
            entries.append(about)
        return entries

    def _judge(self, about: AboutEntry, texts: Mapping[str, str]) -> None:
        """By the rules of the form, where the cells themselves can be read."""
        if any(one.row == self.number for one in self.told):
            return
        try:
            check_entry(self.viewer, about, self.places)
        except Refused as refused:
            self.tell(refused.message.key, refused.field, texts.get(refused.field, ""))
