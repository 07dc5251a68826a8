"""`toevlucht work`: do what was asked for, and seal the audit trail."""

from __future__ import annotations

import signal
import threading

import click

from toevlucht.cli.reporting import language_option
from toevlucht.language import language
from toevlucht.site.preparing import prepare
from toevlucht.site.presence import at_work


@click.command("work")
@language_option
def work(tag: str) -> None:
    """Do jobs and seal the audit trail until stopped; `serve` starts one of these itself."""
    folder = prepare()
    from toevlucht.records.worker import work as work_until

    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, frame: stop.set())
    click.echo(language(tag).say("cli.working"))
    with at_work(folder):
        work_until(stop)
