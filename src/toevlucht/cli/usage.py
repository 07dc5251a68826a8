"""Say in the language of whoever typed it what is wrong with a call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import IO, Any

import click

from toevlucht.cli.reporting import language_of_environment
from toevlucht.language import LANGUAGES, Language, Message, Value, language

# What click puts between brackets at the end of its message, and nowhere else.
IN_BRACKETS = re.compile(r"\(([^()]*)\)$")

WHOLE = {
    "any": "calling.whole",
    "from": "calling.whole_from",
    "between": "calling.whole_between",
}
NUMBER = {
    "any": "calling.number",
    "from": "calling.number_from",
    "above": "calling.number_above",
    "between": "calling.number_between",
    "inside": "calling.number_inside",
}


class WrongCall(click.UsageError):
    """A call that no option refuses by itself, such as two that do not go together."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key)
        self.wrong = Message(key, values)


class ToldCall(click.UsageError):
    """A wrong call, told in a language."""

    def __init__(self, told: str, spoken: Language, ctx: click.Context | None) -> None:
        super().__init__(told, ctx)
        self.spoken = spoken

    def show(self, file: IO[Any] | None = None) -> None:
        lines = [self.message]
        if self.ctx is not None:
            command = self.ctx.command_path
            pieces = " ".join(self.ctx.command.collect_usage_pieces(self.ctx))
            lines += [
                self.spoken.say("calling.pattern", command=command, pieces=pieces),
                self.spoken.say("calling.help", command=command),
            ]
        for line in lines:
            click.echo(line, file=file, err=file is None)


@contextmanager
def told_to(words: Sequence[str]) -> Iterator[None]:
    """Tell what is wrong in the language that the words of the call ask for."""
    try:
        yield
    except (ToldCall, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        spoken = language(_asked_for(words))
        raise ToldCall(spoken.message(message_of(error)), spoken, error.ctx) from error


def message_of(error: click.UsageError) -> Message:
    """What click found wrong, as a text of ours."""
    match error:
        case WrongCall():
            return error.wrong
        case click.MissingParameter():
            return Message("calling.missing", {"name": _name(error)})
        case click.BadParameter():
            return _refused(error)
        case click.NoSuchOption():
            if known := tuple(error.possibilities or ()):
                return Message("calling.no_option_but", {"name": error.option_name, "known": known})
            return Message("calling.no_option", {"name": error.option_name})
        case click.NoSuchCommand() if error.ctx is not None:
            group = error.ctx.command
            known = tuple(group.list_commands(error.ctx)) if isinstance(group, click.Group) else ()
            return Message("calling.no_command", {"name": error.command_name, "known": known})
        case click.BadOptionUsage():
            return Message("calling.wants_value", {"name": error.option_name})
    spare = IN_BRACKETS.search(error.format_message())
    if spare and type(error) is click.UsageError:
        return Message("calling.too_many", {"words": spare[1]})
    return Message("calling.other", {"why": error.format_message()})


def _refused(error: click.BadParameter) -> Message:
    name, kind = _name(error), error.param.type if error.param else None
    kind = getattr(error, "kind", kind)
    if isinstance(kind, click.Choice):
        return Message("calling.choose", {"name": name, "known": tuple(map(str, kind.choices))})
    if isinstance(kind, click.IntRange | click.FloatRange):
        return _outside(name, kind)
    if isinstance(kind, click.types.IntParamType):
        return Message("calling.whole", {"name": name})
    return Message("calling.refused", {"name": name, "why": error.message})


def _outside(name: str, kind: click.IntRange | click.FloatRange) -> Message:
    values: dict[str, Value] = {"name": name}
    shape = "any"
    if kind.min is not None:
        values["least"] = _bound(kind.min)
        shape = "above" if kind.min_open else "from"
    if kind.max is not None:
        values["most"] = _bound(kind.max)
        shape = "inside" if kind.max_open else "between"
    return Message((WHOLE if isinstance(kind, click.IntRange) else NUMBER)[shape], values)


def _bound(value: float) -> Value:
    """As a reader writes it, but for what would be rounded away."""
    short = Decimal(f"{value:.3f}")
    return short if float(short) == value else f"{value:.10g}"


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.make_metavar(error.ctx or click.Context(click.Command("")))


def _asked_for(words: Sequence[str]) -> str:
    """As `--language` of the call, which may not have been read yet."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        tag = following if word == "--language" else word.removeprefix("--language=")
        if tag in LANGUAGES and word.startswith("--language"):
            return tag
    return language_of_environment()
