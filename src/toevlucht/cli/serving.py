"""`toevlucht serve`, `stop`, `migrate`, `publish`: run the site and put editions on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from toevlucht.cli.reporting import fail, language_option
from toevlucht.language import Language, language
from toevlucht.settings.environment import data_folder
from toevlucht.site.preparing import prepare
from toevlucht.site.running import AlreadyRunning, Running
from toevlucht.site.running import stop as stop_server
from toevlucht.site.serving import (
    HOST,
    PORT,
    STOP_AFTER,
    ServerFailed,
    serve_in_background,
)
from toevlucht.site.serving import serve as serve_here

EXISTING = click.Path(exists=True, file_okay=False, path_type=Path)


def serve_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where to serve and for how long: the same for ``serve`` and ``demo``."""
    for option in (
        click.option("--background", is_flag=True, help="Serve in the background."),
        click.option(
            "--stop-after",
            type=click.FloatRange(min=0, min_open=True),
            metavar="MINUTES",
            help=f"Stop by itself; in the background after {STOP_AFTER:.0f} minutes unless given.",
        ),
        click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535)),
        click.option("--host", default=HOST, show_default=True),
    ):
        command = option(command)
    return command


@click.command()
@serve_options
@language_option
def serve(host: str, port: int, stop_after: float | None, background: bool, tag: str) -> None:
    """Serve the published editions."""
    start(host, port, stop_after, background, language(tag))


def start(
    host: str, port: int, stop_after: float | None, background: bool, spoken: Language
) -> None:
    """Serve here or in the background, and print the address."""

    def announce(server: Running) -> None:
        click.echo(spoken.say("cli.serving", address=server.address))

    try:
        if not background:
            serve_here(announce, host, port, stop_after)
            return
        server = serve_in_background(host, port, stop_after or STOP_AFTER)
    except (AlreadyRunning, ServerFailed) as error:
        fail([str(error)])
    minutes = round(stop_after or STOP_AFTER)
    click.echo(spoken.say("cli.serving_in_background", address=server.address, n=minutes))


@click.command()
@language_option
def stop(tag: str) -> None:
    """Stop the site that runs on the data folder, and that of the demo."""
    stopped = [stop_server(folder) for folder in (data_folder(), demo_folder())]
    click.echo(language(tag).say("cli.stopped" if any(stopped) else "cli.not_running"))


def demo_folder() -> Path:
    """The demo has a data folder of its own, below the data folder."""
    return data_folder() / "demo"


@click.command()
@language_option
def migrate(tag: str) -> None:
    """Make the database ready, or bring it up to date."""
    prepare()
    click.echo(language(tag).say("cli.migrated"))


@click.command()
@click.argument("built", type=EXISTING)
@click.argument("frozen", type=EXISTING)
@language_option
def publish(built: Path, frozen: Path, tag: str) -> None:
    """Publish the edition in the folder BUILT, made of the folder FROZEN."""
    prepare()
    from toevlucht.picture.actions import PublishingRefused, publish_for
    from toevlucht.records.viewer import OPERATOR

    spoken = language(tag)
    try:
        version = publish_for(OPERATOR, built, frozen)
    except PublishingRefused as refusal:
        fail([spoken.message(refusal.message)])
    edition = version.edition
    values = {"number": str(edition.number), "version": str(version.version)}
    click.echo(spoken.say("cli.published", series=edition.series.slug, **values))
