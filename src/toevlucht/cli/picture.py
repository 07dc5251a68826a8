"""`toevlucht picture`: check contributions, freeze, build and verify an edition."""

from __future__ import annotations

from pathlib import Path

import click

from toevlucht.cli.reporting import answer, fail, json_option, language_option, stepping
from toevlucht.cli.usage import WrongCall
from toevlucht.dictionary.checking import Checked
from toevlucht.language import LANGUAGES, language
from toevlucht.picture.building import BuildError, build, steps
from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.earlier import EarlierError
from toevlucht.picture.editorial import Edition, EditorialError
from toevlucht.picture.figures import Computed
from toevlucht.picture.markdown import MarkdownError
from toevlucht.picture.rendering.pdf import PdfError
from toevlucht.picture.snapshot import FreezeError, ManifestError, freeze, verify
from toevlucht.picture.typed_counts import typed_counts, warnings

# What a build says no to; each message says what and where.
REFUSALS = (
    BuildError,
    EarlierError,
    ManifestError,
    EditorialError,
    MarkdownError,
    PdfError,
    FileExistsError,
)

EXISTING = click.Path(exists=True, path_type=Path)
NEW = click.Path(path_type=Path)


@click.group()
def picture() -> None:
    """The strategic intelligence picture, from contributions to a built edition."""


@picture.command()
@click.argument("folder", type=EXISTING)
@language_option
@json_option
def check(folder: Path, tag: str, as_json: bool) -> None:
    """Check a contribution, or every contribution below FOLDER, and say what to mend.

    A contribution is a folder or a zip with a contribution.toml. Nothing is taken or kept.
    """
    found = contributions_below(folder)
    checked = _checked(found, tag)
    spoken = language(tag)
    words = []
    names = [_name(path, folder) for path in found]
    for name, result in zip(names, checked, strict=True):
        words.append(spoken.say("cli.checked", name=name, n=result.problem_count))
        words += [f"  {problem.message(tag)}" for problem in result.problems]
        left = result.problem_count - len(result.problems)
        words += [f"  {spoken.say('cli.more_problems', n=left)}"] if left else []
    everything = {name: result.as_json() for name, result in zip(names, checked, strict=True)}
    answer(everything, "\n".join(words), as_json)
    if not all(result.accepted for result in checked):
        raise SystemExit(1)


@picture.command("freeze")
@click.argument("contributions", type=EXISTING)
@click.argument("editorial", type=EXISTING)
@click.option("--out", type=NEW, required=True, help="The new folder of the frozen edition.")
@language_option
@json_option
def freeze_command(
    contributions: Path, editorial: Path, out: Path, tag: str, as_json: bool
) -> None:
    """Freeze what the CONTRIBUTIONS below a folder knew on the cut-off date of EDITORIAL."""
    found = contributions_below(contributions)
    checked = _checked(found, tag)
    spoken = language(tag)
    refused = [problem.message(tag) for result in checked for problem in result.problems]
    if refused:
        fail(refused, as_json)
    try:
        folder = freeze(checked, editorial, out)
    except FreezeError as error:
        fail(error.problems, as_json)
    except (EditorialError, FileExistsError) as error:
        fail([str(error)], as_json)
    answer(
        {"done": True, "folder": str(folder)}, spoken.say("cli.frozen", path=str(folder)), as_json
    )


@picture.command("build")
@click.argument("snapshot", type=EXISTING)
@click.option("--out", type=NEW, required=True, help="The new folder of the built edition.")
@click.option(
    "--earlier",
    type=EXISTING,
    multiple=True,
    help="The built folder of a version of the series that is public already; give each of them.",
)
@click.option(
    "--round", "rounded", multiple=True, help="A figure to round to fives instead of hiding."
)
@click.option("--lang", "tags", default=",".join(LANGUAGES), show_default=True)
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="Whether to make the PDFs.")
@click.option(
    "--rendition",
    type=click.Choice(["public", "partners"]),
    default="public",
    show_default=True,
    help="public: from protected tables only; partners: every number, under the edition's TLP.",
)
@language_option
@json_option
def build_command(
    snapshot: Path,
    out: Path,
    earlier: tuple[Path, ...],
    rounded: tuple[str, ...],
    tags: str,
    pdf: bool,
    rendition: str,
    tag: str,
    as_json: bool,
) -> None:
    """Build web page, PDF, CSV and JSON from a frozen edition in SNAPSHOT.

    Numbers that editors typed by hand and that stand in no figure, or that are protected, are
    told as warnings.
    """
    chosen = _languages(tags)
    told: list[str] = []

    def look(edition: Edition, computed: Computed) -> None:
        found = typed_counts(edition, computed.figures, computed.found)
        told.extend(warnings(found, language(tag)))

    try:
        work = build(
            snapshot,
            out,
            chosen,
            public=rendition == "public",
            pdf=pdf,
            earlier=earlier,
            rounded=rounded,
            look=look,
        )
        for _ in stepping(work, steps(chosen, pdf), language(tag).say("cli.building")):
            pass
    except REFUSALS as error:
        fail([str(error)], as_json)
    for warning in told:
        click.echo(warning, err=True)
    answer(
        {"done": True, "folder": str(out)}, language(tag).say("cli.built", path=str(out)), as_json
    )


@picture.command("verify")
@click.argument("folder", type=EXISTING)
@language_option
@json_option
def verify_command(folder: Path, tag: str, as_json: bool) -> None:
    """Compare a frozen or built FOLDER with its manifest, byte for byte."""
    try:
        deviations = verify(folder)
    except ManifestError as error:
        fail([str(error)], as_json)
    spoken = language(tag)
    if deviations:
        fail([spoken.say(f"cli.{d.kind}", path=d.path) for d in deviations], as_json)
    answer({"done": True, "deviations": []}, spoken.say("cli.verified"), as_json)


def _name(path: Path, folder: Path) -> str:
    """The contribution's place below the folder that was named, or the folder's own name."""
    return path.resolve().name if path == folder else path.relative_to(folder).as_posix()


def _languages(tags: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip() for part in tags.split(",") if part.strip()))
    if not chosen or any(part not in LANGUAGES for part in chosen):
        raise WrongCall("calling.choose", name="--lang", known=LANGUAGES)
    return chosen


def _checked(found: list[Path], tag: str) -> list[Checked]:
    label = language(tag).say("cli.checking")
    return list(stepping(check_all(found), len(found), label))
