"""The news of the demo: an item of April 2022, and the newsletter in which it went out."""

from __future__ import annotations

import datetime
import tomllib
from importlib.resources import files
from typing import Any

GENERATED = 12
"""Made-up subscribers in each language; their mails are files in the data folder."""


def publish_news(site: str) -> None:
    """Written by the demo's editor, published and sent by its approver."""
    from toevlucht.language import LANGUAGES
    from toevlucht.news.actions.subscribing import put_generated
    from toevlucht.records.actions import unit_of_work

    content = files("toevlucht.content").joinpath("demo", "news", "april-2022.toml")
    told = tomllib.loads(content.read_text("utf-8"))
    with unit_of_work():
        _publish_item(told)
        for tag in LANGUAGES:
            numbers = range(1, GENERATED + 1)
            put_generated((f"{tag}-{one:02}@generated.subscribers.example" for one in numbers), tag)
        _send_issue(told, site)


def _publish_item(told: dict[str, Any]) -> None:
    from toevlucht.news.actions import publishing, writing
    from toevlucht.news.written import Statement, WrittenItem

    on: datetime.date = told["on"]
    written = WrittenItem(
        on=on,
        title=told["title"],
        summary=told["summary"],
        statements=tuple(Statement(**one) for one in told["statements"]),
        references=tuple(told["references"]),
    )
    editor, approver = of_centre("editor"), of_centre("approver")
    draft = writing.open_draft(editor, told["slug"], written)
    writing.submit(editor, draft, draft.revision)
    publishing.publish_draft(approver, draft, draft.revision)


def _send_issue(told: dict[str, Any], site: str) -> None:
    """All at once: the files wait for nobody."""
    from toevlucht.news.actions import composing, sending
    from toevlucht.news.models.subscribers import AUDIENCES

    composed = composing.Composed(told["subject"], told["intro"], [told["slug"]], AUDIENCES)
    issue = composing.open_issue(of_centre("editor"), composed)
    issue = sending.start_sending(of_centre("approver"), issue, issue.revision, site)
    sending.send(issue.number, wait=lambda seconds: None)


def of_centre(role: str) -> Any:
    """The demo's person of the centre with this role."""
    from toevlucht.partners.models import Person
    from toevlucht.partners.queries import viewer_of_person

    person = Person.objects.get(email__startswith=f"{role}.emm@")
    return viewer_of_person(person.pk, "command")
