"""`toevlucht learning`: whether links of courses still work, and courses for other systems."""

from __future__ import annotations

from pathlib import Path

import click

from toevlucht.cli.reporting import answer, fail, json_option, language_option, write_whole
from toevlucht.language import language
from toevlucht.site.preparing import configure


@click.group()
def learning() -> None:
    """Courses: our own, and those of others."""


@learning.command()
@language_option
@json_option
def links(tag: str, as_json: bool) -> None:
    """Ask for every web address that courses name, and name those that do not answer."""
    from toevlucht.learning.courses.links import dead_links, linked

    spoken, named = language(tag), linked()
    if dead := dead_links(named):
        problems = [
            spoken.say("cli.link_dead", address=address, names=", ".join(named[address]), why=why)
            for address, why in dead.items()
        ]
        fail(problems, as_json)
    answer({"links": len(named)}, spoken.say("cli.links_answer", n=len(named)), as_json)


@learning.command()
@click.argument("course")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@language_option
@json_option
def scorm(course: str, file: Path, tag: str, as_json: bool) -> None:
    """Write a course as a SCORM 1.2 package, in the language of the messages."""
    configure()
    from toevlucht.learning.scorm.packing import package_of
    from toevlucht.learning.scorm.refreshing import packed

    spoken = language(tag)
    if course not in packed():
        known = spoken.list(list(packed()))
        fail([spoken.say("scorm.no_course", code=course, known=known)], as_json)
    package = package_of(course, tag)
    try:
        write_whole(file, package.content)
    except OSError as error:
        why = error.strerror or type(error).__name__
        fail([spoken.say("scorm.not_written", file=str(file), why=why)], as_json)
    said = spoken.say("scorm.written", file=str(file), bytes=package.size)
    answer({"file": str(file), "bytes": package.size, "sha256": package.digest}, said, as_json)
