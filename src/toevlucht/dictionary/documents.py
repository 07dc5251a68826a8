"""Papers made from the dictionary: its documentation page, templates and Parquet schemas."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

import pyarrow as pa

from toevlucht.dictionary.loading import dictionary
from toevlucht.dictionary.model import Code, CodeList, Column, Table
from toevlucht.language import Language, language

# An example row stands alone: it refers to no other row, and its count is not zero.
NOT_IN_EXAMPLE = frozenset({"corrects", "summarises", "zero_kind"})

# Words in the template of contribution.toml, beside those that name a code list.
IN_TEMPLATE = ("cut_off", "nil", "purpose", "contact")

STANDARDS = ("htcds", "ictip", "ctdc")


def page(tag: str) -> str:
    """The whole dictionary as a Markdown page in one of the three languages."""
    speaker = language(tag)
    whole = dictionary()
    parts = [
        f"# {speaker.say('documents.title')}",
        speaker.say("documents.version", version=whole.version, date=whole.date),
        speaker.say("documents.introduction"),
        "## contribution.toml",
        speaker.say("documents.manifest"),
        f"```toml\n{manifest_template(tag)}```",
        f"## {speaker.say('documents.tables')}",
        *(_table(table, speaker) for table in whole.tables.values()),
        f"## {speaker.say('documents.code_lists')}",
        *(_code_list(codes, speaker) for codes in whole.code_lists.values()),
    ]
    return "\n\n".join(parts) + "\n"


def template(table: str) -> str:
    """A CSV file with the header of a table and one example row."""
    found = dictionary().table(table)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(found.names)
    writer.writerow(example_row(found).values())
    return text.getvalue()


def manifest_template(tag: str) -> str:
    """A ``contribution.toml`` that passes the check beside any of the templates."""
    definitions = files("toevlucht.dictionary").joinpath("definitions")
    speaker = language(tag)
    words = {name: speaker.say(f"documents.template.{name}") for name in IN_TEMPLATE}
    for name in ("organisation", "counting_mode", "tlp", "origin"):
        words[name] = speaker.say("documents.template.code_list", name=name)
    words["recipients"] = speaker.say("documents.template.recipients", name="organisation")
    return definitions.joinpath("contribution.toml").read_text("utf-8").format(**words)


def example_row(table: Table) -> dict[str, str]:
    """A row that passes the check, by its columns."""
    return {c.name: "" if c.name in NOT_IN_EXAMPLE else c.example for c in table.columns}


def schema(table: str) -> pa.Schema:
    """The Parquet schema of a table; the metadata names table and dictionary version."""
    found = dictionary().table(table)
    version = dictionary().version
    metadata = {"table": found.id, "table_version": found.version, "dictionary": version}
    return found.arrow_schema().with_metadata(metadata)


def _table(table: Table, speaker: Language) -> str:
    head = [
        f"### {speaker.say(f'tables.{table.id}.title')} (`{table.id}`)",
        speaker.say(f"tables.{table.id}.row"),
    ]
    columns = ("column", "label", "type", "required", "help", "example")
    rows = [_column(table, column, speaker) for column in table.columns]
    return "\n\n".join([*head, _grid([_heading(columns, speaker), *rows])])


def _heading(names: tuple[str, ...], speaker: Language) -> list[str]:
    return [speaker.say(f"documents.heading.{name}") for name in names]


def _column(table: Table, column: Column, speaker: Language) -> list[str]:
    text = f"tables.{table.id}.columns.{column.name}"
    kind = speaker.say(f"documents.type.{column.type}")
    if column.codes:
        kind += f" [{column.codes}](#{column.codes})"
    return [
        f"`{column.name}`",
        speaker.say(f"{text}.label"),
        kind,
        speaker.say("documents.yes") if column.required else "",
        speaker.say(f"{text}.help"),
        f"`{column.example}`" if column.example else "",
    ]


def _code_list(codes: CodeList, speaker: Language) -> str:
    source = speaker.say(f"code_lists.source.{codes.source}")
    note = f"code_lists.note.{codes.id}"
    head = [
        f"### `{codes.id}`",
        speaker.say("documents.code_list", version=codes.version, source=source),
    ]
    if note in speaker.catalogue:
        head.append(speaker.say("documents.note", note=speaker.say(note)))
    helped = any(_help(codes, code, speaker) for code in codes.codes)
    mapped = any(_standards(code) for code in codes.codes)
    names = ["code", "label", *(["help"] if helped else []), *(["standard"] if mapped else [])]
    rows = [_code(codes, code, speaker, helped, mapped) for code in codes.codes]
    return "\n\n".join([*head, _grid([_heading(tuple(names), speaker), *rows])])


def _code(codes: CodeList, code: Code, speaker: Language, helped: bool, mapped: bool) -> list[str]:
    cells = [f"`{code.code}`", speaker.say(f"codes.{codes.id}.{code.code}")]
    if helped:
        cells.append(_help(codes, code, speaker))
    if mapped:
        cells.append(_standards(code))
    return cells


def _help(codes: CodeList, code: Code, speaker: Language) -> str:
    key = f"codes_help.{codes.id}.{code.code}"
    return speaker.say(key) if key in speaker.catalogue else ""


def _standards(code: Code) -> str:
    named = ((name, getattr(code, name)) for name in STANDARDS)
    return ", ".join(f"{name}: `{value}`" for name, value in named if value)


def _grid(rows: list[list[str]]) -> str:
    """A Markdown table; the first row is its heading."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
