"""An expertise centre for tests: partners send a few rows, an edition is frozen and computed."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked
from toevlucht.language import LANGUAGES, language
from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.editorial import SECTIONS
from toevlucht.picture.figures import FIGURES, compute
from toevlucht.picture.rendering.cells import words
from toevlucht.picture.snapshot import freeze, open_snapshot
from toevlucht.picture.tables import Cell, Figure

Row = dict[str, str]

CUT_OFF = "2022-04-24"
EDITION: Mapping[str, Any] = {
    "number": 2,
    "version": 1,
    "period_from": "2022-02-24",
    "period_to": CUT_OFF,
    "cut_off": CUT_OFF,
    "published_on": "2022-04-26",
    "counting_mode": "cumulative",
    "geography_on": CUT_OFF,
    "handling": "clear",
    "invited": ["police", "kmar", "nla", "ind"],
}
FIRST: Mapping[str, Any] = {
    "number": 1,
    "period_from": "2022-02-24",
    "period_to": "2022-03-24",
    "cut_off": "2022-03-24",
    "counting_mode": "cumulative",
}
DAYS = ("period_from", "period_to", "cut_off", "published_on", "geography_on")

UNKNOWN = dict.fromkeys(
    ("place_kinds", "channel", "lure", "target_group", "means", "sex", "age_group", "citizenship"),
    "unknown",
)
STATED = {"known_on": "2022-04-01", "origin": "publication", "source": "a newspaper"}


def observation(id: str, **changes: str) -> Row:
    """One report of labour exploitation in the country, with some cells changed."""
    return {
        **STATED,
        **UNKNOWN,
        "id": id,
        "date_precision": "unknown",
        "level": "national",
        "country": "NL",
        "subject": "occurrence",
        "rung": "report",
        "form": "labour",
        "phenomenon": "unspecified",
        "counting_unit": "report",
        "count_kind": "exact",
        "count": "1",
        "first_hand": "unknown",
        "source_reliability": "F",
        "information_credibility": "6",
        "summary": "Somebody reported something.",
        **changes,
    }


def total(id: str, **changes: str) -> Row:
    """A partner's own total of reports of labour exploitation since the period began."""
    return {
        **STATED,
        "id": id,
        "period_from": "2022-02-24",
        "period_to": "2022-04-01",
        "counting_mode": "cumulative",
        "level": "national",
        "country": "NL",
        "rung": "report",
        "form": "labour",
        "counting_unit": "report",
        "count_kind": "exact",
        "count": "1",
        "sex": "unknown",
        "age_group": "unknown",
        "citizenship": "unknown",
        **changes,
    }


def reception(id: str, **changes: str) -> Row:
    return {
        **STATED,
        "id": id,
        "counted_on": "2022-04-01",
        "date_precision": "day",
        "area": "NL",
        "reception_kind": "municipal",
        "figure_precision": "exact",
        **changes,
    }


def registration(id: str, **changes: str) -> Row:
    return {
        **STATED,
        "id": id,
        "counted_on": "2022-04-01",
        "date_precision": "day",
        "area": "NL",
        "figure_precision": "exact",
        **changes,
    }


def registered(id: str, **changes: str) -> Row:
    """Presumed victims in a year, of an organisation that registers them."""
    return {
        **STATED,
        "id": id,
        "year": "2021",
        "registered_by": "comensha",
        "form": "unknown",
        "citizenship": "unknown",
        "sex": "unknown",
        "age_group": "unknown",
        "counting_unit": "person",
        "count_kind": "exact",
        "count": "10",
        **changes,
    }


def watch(id: str, **changes: str) -> Row:
    return {
        **STATED,
        "id": id,
        "counted_on": "2022-04-01",
        "area": "VR13",
        "place_kind": "reception",
        "places": "10",
        **changes,
    }


def overlap(id: str, **changes: str) -> Row:
    return {
        **STATED,
        "id": id,
        "period_from": "2021-01-01",
        "period_to": "2021-12-31",
        "lists": "police;shelters;inspectorate",
        "on_lists": "police",
        "count": "10",
        "linkage_method": "deterministic",
        **changes,
    }


@dataclass(frozen=True)
class Desk:
    """Where the partners' contributions come in, below one folder."""

    folder: Path

    @property
    def contributions(self) -> Path:
        return self.folder / "contributions"

    def receive(
        self,
        organisation: str,
        *,
        cut_off: str = CUT_OFF,
        name: str = "",
        origin: str = "publication",
        series: str = "ukraine-2022",
        counting_mode: str = "cumulative",
        nil: Sequence[str] = (),
        seed: int | None = None,
        **tables: Sequence[Row],
    ) -> Path:
        """A contribution of these rows; each is known and stated by the partner unless it says."""
        folder = self.contributions / (name or f"{organisation}-{cut_off}")
        folder.mkdir(parents=True)
        lines = [
            "schema = 1",
            "[contribution]",
            f'organisation = "{organisation}"',
            f'series = "{series}"',
            "period_from = 2022-02-24",
            f"period_to = {max(cut_off, '2022-02-24')}",
            f"cut_off = {cut_off}",
            f'counting_mode = "{counting_mode}"',
            'handling = "green"',
            'purpose = "strategic intelligence picture"',
            f'origin = "{origin}"',
            'contact = "the desk that answers questions"',
            f"nil = {list(nil)}",
        ]
        lines += [f"seed = {seed}"] if seed is not None else []
        (folder / "contribution.toml").write_text("\n".join(lines) + "\n", "utf-8")
        for table, rows in tables.items():
            given = {"known_by": organisation, "stated_by": organisation}
            write_csv(folder / f"{table}.csv", table, [given | row for row in rows])
        return folder

    def checked(self) -> list[Checked]:
        """Every contribution that came in, as the check of a partner's file leaves it."""
        found = list(check_all(contributions_below(self.contributions)))
        problems = [problem.message("en") for result in found for problem in result.problems]
        assert not problems, problems
        return found

    def editorial(self, previous: Mapping[str, Any] | None = None, **changes: Any) -> Path:
        """The editorial file of edition 2, with some values changed."""
        folder = self.folder / "editorial"
        write_editorial(folder, previous, **changes)
        return folder

    def freeze(
        self, previous: Mapping[str, Any] | None = None, name: str = "frozen", **changes: Any
    ) -> Path:
        """The edition frozen with all that came in."""
        contributions = self.checked() if self.contributions.exists() else []
        return freeze(contributions, self.editorial(previous, **changes), self.folder / name)

    def figure(
        self,
        id: str,
        previous: Mapping[str, Any] | None = None,
        *,
        public: bool = False,
        **changes: Any,
    ) -> Figure:
        """One figure of the edition: as the partners see it, unless ``public``."""
        name = f"frozen-{len(list(self.folder.glob('frozen-*')))}"
        return figure_of(self.freeze(previous, name, **changes), id, public=public)


def write_csv(path: Path, table: str, rows: Sequence[Mapping[str, str]]) -> None:
    names = dictionary().table(table).names
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_editorial(
    folder: Path,
    previous: Mapping[str, Any] | None = None,
    kind: str = "real",
    correction: int | None = None,
    **changes: Any,
) -> None:
    """``edition.toml`` and the narrative in three languages."""
    lines = ["schema = 1", "[series]", 'id = "ukraine-2022"', f'kind = "{kind}"']
    lines += ["[series.title]", *_texts("Series")]
    lines += [
        "[edition]",
        *_values(EDITION | changes),
    ]
    lines += ["[edition.title]", *_texts("Edition")]
    if previous:
        lines += ["[edition.previous]", *_values(previous)]
    if correction:
        lines += ["[correction]", f"of_version = {correction}"]
        lines += ["[correction.reason]", *_texts("It was wrong")]
    lines += ["[[judgements]]", 'id = "labour"', 'confidence = "low"', 'likelihood = "unlikely"']
    lines += ['change = "unknown"', "[judgements.statement]", *_texts("Little is known")]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").write_text("\n".join(lines) + "\n", "utf-8")
    for tag in LANGUAGES:
        (folder / "narrative" / tag).mkdir(parents=True, exist_ok=True)
        for section in SECTIONS:
            text = f"What the editors wrote under {section} ({tag}).\n"
            (folder / "narrative" / tag / f"{section}.md").write_text(text, "utf-8")


def _values(values: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_toml(name, value)}" for name, value in values.items()]


def _toml(name: str, value: Any) -> str:
    if name in DAYS:
        return str(value)
    return f'"{value}"' if isinstance(value, str) else str(value)


def _texts(words: str) -> list[str]:
    return [f'{tag} = "{words} ({tag})"' for tag in LANGUAGES]


def figure_of(frozen: Path, id: str, *, public: bool = False) -> Figure:
    kind = next(kind for kind in FIGURES if kind.id == id)
    with open_snapshot(frozen) as snapshot:
        return compute(kind, snapshot, public=public)


def cells(figure: Figure, column: str) -> dict[str, Cell]:
    """The cells of one column by the id of their row."""
    position = figure.table.position(column)
    return {row.id: row.cells[position] for row in figure.table.rows}


def shown(figure: Figure, column: str) -> dict[str, str]:
    """One column as an English reader sees it."""
    return {row: words(cell, language("en")) for row, cell in cells(figure, column).items()}


def said(figure: Figure) -> str:
    return language("en").message(figure.sentence)


def reads(figure: Figure, row: str, column: str) -> str:
    return words(figure.table.cell(row, column), language("en"))
