"""How commands are found and end: each is read when it is called, and wrong settings are named."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from toevlucht.cli.reporting import fail
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

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingError as error:
            fail([str(error)])
