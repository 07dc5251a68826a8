"""`toevlucht demo`: build the demo's editions from public facts, publish them and serve them."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

from toevlucht.cli.demo_accounts import make_accounts
from toevlucht.cli.demo_desks import fill_desks
from toevlucht.cli.demo_learning import fill_learning
from toevlucht.cli.demo_living import fill_living
from toevlucht.cli.demo_nation import PARTS, fill_nation
from toevlucht.cli.demo_news import publish_news
from toevlucht.cli.demo_reports import fill_reports
from toevlucht.cli.demo_tables import release_tables
from toevlucht.cli.reporting import fail, language_option, stepping
from toevlucht.cli.serving import demo_folder, serve_options, start
from toevlucht.dictionary.checking import Checked
from toevlucht.language import Language, language
from toevlucht.picture.building import build
from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.editorial import read_editorial
from toevlucht.picture.generated import Size, generate
from toevlucht.picture.snapshot import freeze
from toevlucht.site.preparing import prepare
from toevlucht.site.running import stop

OF_ONE_MACHINE = "toevlucht.settings.default"
OF_DEMO = "toevlucht.settings.demo"
EDITIONS = (
    "edition-1",
    "edition-2",
    "edition-3",
    "interim-2022-06-07-v1",
    "interim-2022-06-07-v2",
)
GENERATED = "generated"
GENERATED_SIZE = Size(signals=4_000, weeks=140, until=datetime.date(2025, 3, 31))


@click.command()
@serve_options
@click.option(
    "--nation",
    type=click.Choice(list(PARTS)),
    default="part",
    show_default=True,
    help="How much of a made-up nation stands in the ledger of stays.",
)
@language_option
def demo(
    host: str, port: int, stop_after: float | None, background: bool, nation: str, tag: str
) -> None:
    """Build and publish the demo's editions, and serve them.

    Three editions are reconstructed from public sources of 2022. One is an exercise, and one is
    generated; both say so on every page.
    """
    spoken = language(tag)
    work = make_empty(spoken) / "work"
    names = (*EDITIONS, GENERATED)
    for _ in stepping(publish_editions(work), len(names), spoken.say("cli.demo_making")):
        pass
    click.echo(spoken.say("cli.demo_ready", path=str(work)))
    publish_handbooks()
    make_accounts(spoken)
    for _ in (*fill_desks(), *fill_reports()):
        pass
    fill_living()
    fill_learning()
    fill_nation(nation)
    release_tables()
    publish_news(f"http://{host}:{port}")
    start(host, port, stop_after, background, spoken)


def make_empty(spoken: Language) -> Path:
    """Point everything that follows at the demo's own data folder, emptied and made ready.

    The demo is made anew each time and never touches another database or data folder.
    """
    for name in ("TOEVLUCHT_DATABASE_URL", "TOEVLUCHT_KEY_STORE_URL"):
        if os.environ.get(name):
            fail([spoken.say("cli.demo_needs_own_database", name=name)])
    if os.environ.get("DJANGO_SETTINGS_MODULE", OF_ONE_MACHINE) in (OF_ONE_MACHINE, OF_DEMO):
        os.environ["DJANGO_SETTINGS_MODULE"] = OF_DEMO
    else:
        fail([spoken.say("cli.demo_needs_own_settings")])
    data = demo_folder()
    stop(data)
    shutil.rmtree(data, ignore_errors=True)
    os.environ["TOEVLUCHT_DATA"] = str(data)
    return prepare()


def publish_editions(work: Path) -> Iterator[str]:
    """Freeze, build and publish every edition of the demo; yields each when it is there."""
    from toevlucht.picture.actions import publish_for
    from toevlucht.records.viewer import OPERATOR

    content = Path(str(files("toevlucht.content"))) / "demo"
    reconstructed = _checked(content / "contributions")
    generated = _checked(_generated(work))
    public: dict[str, list[Path]] = {}
    for name in (*EDITIONS, GENERATED):
        contributions = generated if name == GENERATED else reconstructed
        frozen = freeze(contributions, content / "editions" / name, work / name / "frozen")
        series = read_editorial(content / "editions" / name).series
        earlier = public.setdefault(series, [])
        for _ in build(frozen, work / name / "built", earlier=earlier):
            pass
        earlier.append(work / name / "built")
        publish_for(OPERATOR, work / name / "built", frozen)
        yield name


def publish_handbooks() -> None:
    from toevlucht.guidance.actions.publishing import load_handbooks
    from toevlucht.records.viewer import OPERATOR

    load_handbooks(OPERATOR)


def _checked(folder: Path) -> list[Checked]:
    checked = list(check_all(contributions_below(folder)))
    for result in checked:
        for problem in result.problems:
            raise ValueError(f"the demo's own contribution has a problem: {problem.message('en')}")
    return checked


def _generated(work: Path) -> Path:
    folder = work / "generated-contributions"
    generate(folder, GENERATED_SIZE)
    return folder
