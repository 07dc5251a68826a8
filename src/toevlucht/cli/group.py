"""How every command ends that cannot begin: a wrong setting is named, without a traceback."""

from __future__ import annotations

from typing import Any

import click

from toevlucht.cli.reporting import fail
from toevlucht.settings.environment import SettingError


class Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingError as error:
            fail([str(error)])
