"""Say a text in the reader's language: ``{% say "site.home.title" n=3 %}``."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html

from toevlucht.language import Message, Value
from toevlucht.layout.reader import reader_language

register = template.Library()


@register.simple_tag
def say(key: str, **values: Value) -> str:
    return reader_language().say(key, **values)


@register.simple_tag
def say_coded(section: str, code: str) -> str:
    """The text that belongs to a code: ``{% say_coded "site.kind" series.kind %}``."""
    return reader_language().say(f"{section}.{code}")


@register.simple_tag
def say_message(message: Message) -> str:
    """What code that does not know its reader has to say."""
    return reader_language().message(message)


@register.filter
def day(value: datetime.date) -> str:
    """A date as the reader writes it."""
    return reader_language().date(value)


@register.filter
def local_day(value: datetime.datetime) -> datetime.date:
    """The day of a moment, where the site is."""
    return timezone.localtime(value).date()


@register.filter
def table_title(table: str) -> str:
    """What a table of the data dictionary is called."""
    return reader_language().say(f"tables.{table}.title")


@register.filter
def size(value: int) -> str:
    """A number of bytes in kB or MB, rounded up: nobody waits for half a kilobyte."""
    kilobytes = max(1, -(-value // 1000))
    if kilobytes < 1000:
        return reader_language().say("site.size.kilobytes", n=kilobytes)
    return reader_language().say("site.size.megabytes", n=-(-kilobytes // 1000))


@register.filter
def with_dutch(said: str, part: str) -> str:
    """Marks words that stay Dutch within a text of the reader: ``words|with_dutch:source``."""
    before, found, after = said.partition(part) if part else (said, "", "")
    if not found or reader_language().tag == "nl":
        return said
    return format_html('{}<span lang="nl">{}</span>{}', before, found, after)


@register.filter
def in_reader_language(value: object, name: str) -> str:
    """A text that a record has in three languages: ``series|in_reader_language:"title"``."""
    return str(getattr(value, name)(reader_language().tag))
