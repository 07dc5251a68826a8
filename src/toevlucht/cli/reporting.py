"""What every command says in the same way: problems, progress, and answers for machines."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

import click

from toevlucht.language import LANGUAGES

Thing = TypeVar("Thing")

# Work that is done sooner than this shows no progress.
PATIENCE = 2.0


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--language``: of messages; taken from the environment where it is not given."""
    return click.option(
        "--language",
        "tag",
        type=click.Choice(LANGUAGES),
        default=_language_of_environment,
        show_default="that of your environment, else en",
        help="Language of the messages.",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")(
        command
    )


def _language_of_environment() -> str:
    tag = os.environ.get("TOEVLUCHT_LANGUAGE") or os.environ.get("LANG", "")
    return tag[:2] if tag[:2] in LANGUAGES else "en"


def answer(content: dict[str, Any], words: str, as_json: bool) -> None:
    """Say what was done, in words or as JSON."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1) if as_json else words)


def fail(problems: Sequence[str], as_json: bool = False) -> NoReturn:
    """Name the problems and end with exit code 1."""
    if as_json:
        click.echo(json.dumps({"done": False, "problems": list(problems)}, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(problem, err=True)
    sys.exit(1)


def stepping(things: Iterable[Thing], total: int, label: str) -> Iterator[Thing]:
    """Pass things on; show a progress bar on a terminal once it takes over two seconds."""
    started = time.monotonic()
    bar = None
    for position, thing in enumerate(things):
        if bar is None and time.monotonic() - started > PATIENCE and sys.stderr.isatty():
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.__enter__()
            bar.update(position)
        yield thing
        if bar is not None:
            bar.update(1)
    if bar is not None:
        bar.__exit__(None, None, None)
