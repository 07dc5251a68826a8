"""Fill the desks of the demo: what partners sent, and an edition that asks for contributions."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES, language
from toevlucht.picture.contributions import contributions_below

EXERCISE = "desk-exercise"
ASKED = ("police", "red_cross", "vluchtelingenwerk")


def fill_desks() -> Iterator[str]:
    """Take the demo's contributions as if their organisations had sent them; open an exercise.

    Those of newspapers are left out: they are nobody's desk. Yields the name of each.
    """
    yield from _take_contributions()
    yield _open_exercise()


def _take_contributions() -> Iterator[str]:
    from toevlucht.picture import received
    from toevlucht.picture.actions.contributing import Sending, take
    from toevlucht.picture.packing import pack
    from toevlucht.records.actions import unit_of_work
    from toevlucht.records.viewer import OPERATOR

    content = Path(str(files("toevlucht.content"))) / "demo" / "contributions"
    with tempfile.TemporaryDirectory(dir=received.incoming_folder()) as folder:
        for sent in contributions_below(content):
            organisation = sent.name.rsplit("-", 3)[0]
            if dictionary().code_list("organisation").by_code[organisation].kind == "media":
                continue
            opened = [(path.name, path.open("rb")) for path in sorted(sent.iterdir())]
            package = pack(opened, None, Path(folder) / f"{sent.name}.zip")
            for _, file in opened:
                file.close()
            with unit_of_work():
                answer = take(OPERATOR, package, Sending(organisation), "command")
            if answer.contribution is None:
                raise ValueError(f"the demo's own contribution {sent.name} was not taken")
            yield sent.name


def _open_exercise() -> str:
    """An edition in which everybody can try their part; its series is an exercise."""
    from toevlucht.partners.models import Person
    from toevlucht.partners.queries import viewer_of_person
    from toevlucht.picture.actions.drafting import open_draft, open_series
    from toevlucht.picture.drafting.setup import Setup
    from toevlucht.records.actions import unit_of_work

    editor = Person.objects.get(email__startswith="editor.")
    viewer = viewer_of_person(editor.pk, "command")
    titles = {tag: language(tag).say("people.demo.exercise") for tag in LANGUAGES}
    day = datetime.date(2022, 10, 31)
    setup = Setup(
        period_from=datetime.date(2022, 8, 29),
        period_to=day,
        cut_off=day,
        counting_mode="cumulative",
        geography_on=day,
        handling="amber",
        invited=ASKED,
        title=titles,
        reason=dict.fromkeys(LANGUAGES, ""),
    )
    with unit_of_work():
        series = open_series(viewer, EXERCISE, "exercise", titles)
        open_draft(viewer, series, 1, setup)
    return EXERCISE
