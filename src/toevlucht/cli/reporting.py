"""What every command says in the same way: problems, progress, and answers for machines."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from toevlucht.language import LANGUAGES

Thing = TypeVar("Thing")

# Work that is done sooner than this shows no progress.
PATIENCE = 2.0
# The exit code where the input is right, and allows no estimate.
CANNOT_BE_ESTIMATED = 3
WHAT_IT_IS_NOT = "docs/statistics-what-this-number-is-not.md"


class OutOfRange(click.BadParameter):
    """A value outside of its bounds, which one of several of an option may be."""

    def __init__(self, kind: click.ParamType[Any], message: str, **where: Any) -> None:
        super().__init__(message, **where)
        self.kind = kind


class WholeRange(click.IntRange):
    """A whole number between bounds; it says which they are, also as one of several values."""

    def fail(
        self, message: str, param: click.Parameter | None = None, ctx: click.Context | None = None
    ) -> NoReturn:
        raise OutOfRange(self, message, param=param, ctx=ctx)


class FiniteRange(click.FloatRange):
    """A number between bounds; `nan` lies between none, nor does `inf` where there is no upper."""

    def fail(
        self, message: str, param: click.Parameter | None = None, ctx: click.Context | None = None
    ) -> NoReturn:
        raise OutOfRange(self, message, param=param, ctx=ctx)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a valid float.", param, ctx)
        return number


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--language``: of messages; taken from the environment where it is not given."""
    return click.option(
        "--language",
        "tag",
        type=click.Choice(LANGUAGES),
        default=language_of_environment,
        show_default="that of your environment, else en",
        help="Language of the messages.",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")(
        command
    )


def language_of_environment() -> str:
    tag = os.environ.get("TOEVLUCHT_LANGUAGE") or os.environ.get("LANG", "")
    return tag[:2] if tag[:2] in LANGUAGES else "en"


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A file for the answer, written whole or not at all; else standard output.",
    )(command)


def answer(content: dict[str, Any], words: str, as_json: bool, output: Path | None = None) -> None:
    """Say what was done, in words or as JSON."""
    said = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) if as_json else words
    if output is None:
        click.echo(said)
        return
    try:
        write_whole(output, f"{said}\n".encode())
    except OSError as error:
        fail([f"{output}: {error.strerror or error}"], as_json)


def write_whole(path: Path, content: bytes) -> None:
    """Whoever looks finds the old file or the new one, never a part."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(beside).chmod(0o666 & ~umask)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def fail(problems: Sequence[str], as_json: bool = False) -> NoReturn:
    """Name the problems and end with exit code 1."""
    if as_json:
        click.echo(json.dumps({"done": False, "problems": list(problems)}, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(problem, err=True)
    sys.exit(1)


def cannot_be_estimated(
    code: str, because: str, content: dict[str, Any], words: str, as_json: bool
) -> NoReturn:
    """Say why there is no estimate and end with an exit code of its own; no file is written."""
    why = {"code": code, "because": because}
    if as_json:
        answer(content | {"done": False, "cannot_be_estimated": why}, "", as_json)
    else:
        click.echo(words, err=True)
    sys.exit(CANNOT_BE_ESTIMATED)


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


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """Show on a terminal what is being done and for how long, once it takes over two seconds.

    For work that cannot be cut into steps of equal length.
    """
    started, ended = time.monotonic(), threading.Event()

    def show() -> None:
        if ended.wait(max(PATIENCE, 0.0)):
            return
        while True:
            seconds = time.monotonic() - started
            click.echo(f"\r\x1b[K{label} … {seconds:.0f} s", err=True, nl=False)
            if ended.wait(0.5):
                click.echo("\r\x1b[K", err=True, nl=False)
                return

    shown = threading.Thread(target=show, daemon=True)
    if sys.stderr.isatty():
        shown.start()
    try:
        yield
    finally:
        ended.set()
        if shown.is_alive():
            shown.join()
