"""What a user can call, set or read is in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from tests.docs.project import ROOT, SOURCE, direct, locked, name_of, page

from toevlucht.cli import main
from toevlucht.picture.figures import FIGURES

GIVEN_BY_CLICK = {"--help", "--version"}


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(main, "toevlucht"))
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
ROOMS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file())


def section(command: str) -> str:
    """What the page of commands says under the heading of this one."""
    found = re.search(
        rf"^## {re.escape(command)}\b.*?(?=^## |\Z)", page("commands.md"), re.DOTALL | re.MULTILINE
    )
    assert found, f"docs/commands.md has no heading for {command}"
    return found[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_heading_with_its_arguments(command: str) -> None:
    before_options = section(command).splitlines()[0].split(" --")[0]
    named = [word for word in before_options.split() if word.isupper()]
    arguments = [p for p in COMMANDS[command].params if isinstance(p, click.Argument)]
    assert named == [argument.human_readable_name.upper() for argument in arguments]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    said = section(command)
    if "those of `serve`" in said:
        said += section("toevlucht serve")
    options = [p for p in COMMANDS[command].params if isinstance(p, click.Option)]
    names = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    assert {name for name in names - GIVEN_BY_CLICK if f"`{name}" not in said} == set()


def test_no_command_is_explained_that_is_not_there() -> None:
    headings = re.findall(r"^## (toevlucht(?: [a-z]+)+)", page("commands.md"), re.MULTILINE)
    assert sorted(headings) == sorted(COMMANDS)


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_explained(target: str) -> None:
    assert f"| `make {target}` |" in page("commands.md")


def test_every_variable_of_the_environment_is_explained() -> None:
    read = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"TOEVLUCHT_[A-Z_]+", path.read_text("utf-8"))
    }
    assert read
    assert {name for name in read if f"| `{name}` |" not in page("settings.md")} == set()


def test_every_module_of_settings_is_explained() -> None:
    modules = {path.stem for path in (SOURCE / "settings").glob("*.py")} - {"__init__"}
    said = page("settings.md")
    assert {m for m in modules - {"environment"} if f"toevlucht.settings.{m}`" not in said} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_in_the_architecture(room: str) -> None:
    assert f"| `{room}` |" in page("architecture.md")


def test_rooms_to_come_are_not_there_yet() -> None:
    to_come = page("architecture.md").split("## Rooms to come")[1]
    assert set(re.findall(r"^\| `([a-z]+)` \|", to_come, re.MULTILINE)).isdisjoint(ROOMS)


@pytest.mark.parametrize("figure", [kind.id for kind in FIGURES])
def test_every_figure_is_explained(figure: str) -> None:
    assert f"| `{figure}` |" in page("architecture.md")
    assert f"`{figure}`" in page("statistics.md")


@pytest.mark.parametrize("name", sorted({name_of(requirement) for requirement in direct()}))
def test_every_direct_dependency_has_a_row_with_its_locked_version(name: str) -> None:
    row = re.search(rf"^\| `{re.escape(name)}` \| (\S+) \|", page("dependencies.md"), re.MULTILINE)
    assert row, f"docs/dependencies.md has no row for {name}"
    versions = {**locked("requirements-dev.lock"), **locked("requirements.lock")}[name]
    assert row[1] in {str(version) for version in versions}


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = ROOT / "docs" / "decisions"
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))
    linked = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert linked == records
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))


@pytest.mark.parametrize("word", ["**Context.**", "**Decision.**", "**Consequences.**"])
def test_every_decision_says_why_what_and_what_follows(word: str) -> None:
    for record in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        text = record.read_text("utf-8")
        assert word in text, record.name
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
