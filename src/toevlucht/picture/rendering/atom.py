"""A feed, so that a reader hears of what is new and of what was corrected."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from toevlucht.language import language

XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True)
class FeedEntry:
    """What a feed tells of; ``id`` stays the same when ``updated`` tells of a correction."""

    id: str
    title: str
    summary: str
    address: str
    published: datetime.date
    updated: datetime.date


def atom(
    entries: Sequence[FeedEntry], tag: str, title: str, address: str, feed_address: str
) -> bytes:
    """The feed in one language; ``address`` is the page that it follows, newest entry first."""
    ordered = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)
    # A feed without entries needs a moment too; the beginning of time says that nothing happened.
    updated = ordered[0].updated if ordered else datetime.date(1970, 1, 1)
    inside = [
        _element("title", title),
        _element("id", feed_address),
        _element("updated", _moment(updated)),
        f"<author>{_element('name', 'Toevlucht')}</author>",
        f"<link href={quoteattr(address)} hreflang={quoteattr(tag)}/>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed_address)}/>',
        *(_entry(entry) for entry in ordered),
    ]
    feed = "\n".join(inside)
    opening = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(tag)}>'
    return f"{XML}{opening}\n{feed}\n</feed>\n".encode()


def marked_title(title: str, kind: str, tag: str) -> str:
    """The title after the mark of its kind; a reader of a feed sees no banner beside it."""
    if kind == "real":
        return title
    spoken = language(tag)
    mark = spoken.say(f"edition.mark.{kind}")
    return title if title.startswith(mark) else spoken.say("edition.marked", mark=mark, title=title)


def _entry(entry: FeedEntry) -> str:
    inside = [
        _element("title", entry.title),
        _element("id", entry.id),
        _element("published", _moment(entry.published)),
        _element("updated", _moment(entry.updated)),
        _element("summary", entry.summary),
        f"<link href={quoteattr(entry.address)}/>",
    ]
    return f"<entry>{''.join(inside)}</entry>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
