"""The texts of a course in the language of whoever reads it."""

from __future__ import annotations

import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from toevlucht.guidance.markup import html_of
from toevlucht.guidance.shown import PRECISIONS
from toevlucht.language import Day
from toevlucht.layout.reader import reader_language
from toevlucht.learning.courses.written import Course, Source, Texts

register = template.Library()


@register.filter
def spoken(texts: Texts) -> str:
    return texts[reader_language().tag]


@register.filter
def formatted(texts: Texts) -> SafeString:
    """Paragraphs, lists and emphasis; every text in them is escaped by the renderer."""
    tongue = reader_language()
    return mark_safe(html_of(texts[tongue.tag], tongue))


@register.filter
def drawing(course: Course, name: str) -> SafeString:
    """SVG that comes with the software, and that the check of courses has looked through."""
    return mark_safe(course.pictures[name])


@register.filter
def sources_of(course: Course, names: tuple[str, ...]) -> list[Source]:
    return [course.sources[name] for name in names]


@register.filter
def dated(source: Source) -> str:
    """As precise as it is known."""
    day = datetime.date.fromisoformat(source.on + "-01-01"[len(source.on) - 4 :])
    return reader_language().write(Day(day, PRECISIONS[len(source.on)]))
