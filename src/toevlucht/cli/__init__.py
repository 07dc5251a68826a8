"""The command `toevlucht`: what an operator or an analyst types."""

from __future__ import annotations

import click

from toevlucht import __version__
from toevlucht.cli.group import Commands

PLACES = {
    "picture": "picture",
    "estimate": "estimating",
    "alarms": "alarms",
    "absence": "absence",
    "demo": "demo",
    "serve": "serving",
    "stop": "serving",
    "work": "working",
    "migrate": "serving",
    "publish": "serving",
    "audit": "audit",
    "backup": "backup",
    "restore": "backup",
    "people": "people",
    "guidance": "guidance",
    "learning": "learning",
    "news": "news",
    "keys": "keys",
    "safety": "safety",
}


@click.group(cls=Commands, places=PLACES)
@click.version_option(__version__, prog_name="toevlucht")
def main() -> None:
    """Shelter displaced people safely, and keep an honest picture of trafficking around it.

    Exit codes: 0 done; 1 the input has problems, and they were named; 2 the call itself was wrong;
    3 the input is right, and cannot be estimated from.
    """
