"""What the tests of texts share: the catalogues, and which texts the source asks for."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import toevlucht
from toevlucht.dictionary import dictionary
from toevlucht.guidance.amounts import every_amount
from toevlucht.language.wording import LANGUAGES, Phrase, catalogue
from toevlucht.picture.figures import FIGURES
from toevlucht.reception.routes import kinds
from toevlucht.signals.indicators import indicator_lists, word_of

SOURCE = Path(toevlucht.__file__).parent
CATALOGUES = {tag: catalogue(tag) for tag in LANGUAGES}
KEYS = sorted(set().union(*CATALOGUES.values()))
FILES = {key.split(".")[0] for key in KEYS}

KEY = re.compile(rf"(?:{'|'.join(FILES)})(?:\.[a-z0-9_]+)+")
QUOTED_IN_TEMPLATE = re.compile(r"""["']([a-z0-9_.]+)["']""")


def forms(phrase: Phrase) -> list[str]:
    return [phrase] if isinstance(phrase, str) else list(phrase.values())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


INCIDENTS = "reception/incidents.toml"


@cache
def literals() -> frozenset[str]:
    """Every text constant of the source and every quoted word of its templates."""
    found: set[str] = set()
    for tree in _trees():
        constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
        found |= {node.value for node in constants if isinstance(node.value, str)}
    for page in (*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")):
        found |= set(QUOTED_IN_TEMPLATE.findall(page.read_text("utf-8")))
    return frozenset(found)


@cache
def composed() -> frozenset[str]:
    """Every text that the source puts together, with ``{}`` where something is filled in."""
    return frozenset(
        "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    )


@cache
def words() -> frozenset[str]:
    """Single words from which keys are put together: of source, dictionary, figures, routes."""
    tables, lists = dictionary().tables.values(), dictionary().code_lists.values()
    found = {word for text in literals() for word in text.split(".")}
    found |= {column.name for table in tables for column in table.columns}
    found |= {column.type for table in tables for column in table.columns}
    found |= {name for codes in lists for name in codes.names}
    found |= {kind.id.replace("-", "_") for kind in FIGURES}
    found |= {word for kind in kinds().values() for word in (kind.code, kind.hours)}
    found |= {table.id for table in tables} | {codes.id for codes in lists}
    found |= {word for one in indicator_lists() for word in (one.name, *map(word_of, one.codes))}
    found |= {word for one in every_amount() for word in (one.what, one.for_whom, one.per)}
    return frozenset(found | _codes_in_content())


def _codes_in_content() -> set[str]:
    """What the lists of signals and incidents name: each entry with a ``code`` may have texts."""
    codes: set[str] = set()
    content = SOURCE / "content"
    for path in (*sorted((content / "signals").glob("*.toml")), content / INCIDENTS):
        for entries in tomllib.loads(path.read_text("utf-8")).values():
            if isinstance(entries, list):
                codes |= {one["code"] for one in entries if "code" in one}
    return codes


def _trees() -> Iterator[ast.Module]:
    """Migrations say nothing to people; they name models much as texts are named."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent.name != "migrations":
            yield ast.parse(path.read_text("utf-8"))
