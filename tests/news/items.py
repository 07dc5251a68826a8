"""An item that tests write and publish."""

from __future__ import annotations

import datetime

from toevlucht.language import LANGUAGES
from toevlucht.news.actions import publishing, writing
from toevlucht.news.models import ItemVersion
from toevlucht.news.written import CALL, FACT, Statement, WrittenItem
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of


def in_three(text: str) -> dict[str, str]:
    return {tag: f"{text} ({tag})" for tag in LANGUAGES}


def written(title: str = "More attention", *references: str) -> WrittenItem:
    return WrittenItem(
        on=datetime.date(2022, 4, 1),
        title=in_three(title),
        summary=in_three("What this is about"),
        statements=(
            Statement(FACT, in_three("There were 3 signals"), "A source", "2022-03-24"),
            Statement(CALL, in_three("Read the handbook")),
        ),
        references=references,
    )


def published(editor: Person, approver: Person, slug: str, item: WrittenItem) -> ItemVersion:
    draft = writing.open_draft(viewer_of(editor), slug, item)
    writing.submit(viewer_of(editor), draft, draft.revision)
    return publishing.publish_draft(viewer_of(approver), draft, draft.revision)
