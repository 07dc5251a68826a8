"""How commands are found and end: each is read when it is called, and what is wrong is named."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from toevlucht.cli.reporting import fail
from toevlucht.cli.usage import told_to
from toevlucht.settings.environment import SettingError


class Commands(click.Group):
    """Commands by name, each with its module: a sum needs no site, and waits for none."""

    def __init__(self, *args: Any, places: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        found = getattr(import_module(f"toevlucht.cli.{self.places[cmd_name]}"), cmd_name)
        assert isinstance(found, click.Command)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = ctx.meta[__name__] = tuple(args)
        with told_to(words):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with told_to(ctx.meta[__name__]):
                return super().invoke(ctx)
        except SettingError as error:
            fail([str(error)])
