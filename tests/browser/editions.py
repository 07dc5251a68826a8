"""An editor who makes an edition of what the site itself knows, in a browser."""

from __future__ import annotations

import datetime

from tests.browser.desk import Desk


def begin_edition(editor: Desk, series: str, title: str) -> str:
    """An edition of this year so far; the number of its draft."""
    today = datetime.date.today()
    editor.open("desk/drafts/new/series/")
    editor.fill(slug=series)
    editor.choose("kind", "exercise")
    editor.in_three("title", title)
    editor.send()
    begin = today.replace(month=1, day=1)
    period = {"period_from": begin, "period_to": today, "cut_off": today, "geography_on": today}
    editor.fill(**{name: day.isoformat() for name, day in period.items()})
    editor.choose("counting_mode", "cumulative")
    editor.choose("handling", "amber")
    editor.choose("invited", "nla")
    editor.in_three("title", "First edition")
    editor.send()
    return draft_of(editor)


def draft_of(editor: Desk) -> str:
    return editor.page.url.rstrip("/").rsplit("/", 1)[1]


def ask_for_what_was_shared(editor: Desk) -> None:
    editor.open("desk/contributions/")
    editor.press("/from-reports/")


def wait_for_contributions(editor: Desk, series: str, number: int) -> None:
    for _ in range(120):
        editor.open("desk/contributions/")
        if editor.page.locator("main tbody tr", has_text=series).count() == number:
            return
        editor.page.wait_for_timeout(250)
    raise AssertionError(editor.text())


def collect_what_was_shared(editor: Desk, series: str, contributions: int) -> None:
    ask_for_what_was_shared(editor)
    wait_for_contributions(editor, series, contributions)
