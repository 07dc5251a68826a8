"""The certificate as a tagged PDF: the name that its owner gave, and the address that proves it."""

from __future__ import annotations

import datetime

from toevlucht.language import Language
from toevlucht.learning.courses.written import Course
from toevlucht.picture.blocks import Document, paragraph
from toevlucht.picture.rendering.pdf import pdf


def certificate_pdf(
    course: Course, code: str, name: str, days: tuple[datetime.date, datetime.date],
    address: str, spoken: Language,
) -> bytes:  # fmt: skip
    """``days``: when it was passed first, and its last day for now."""
    passed_on, until = days
    title = course.title[spoken.tag]
    document = Document(
        id=f"certificate-{code}",
        language=spoken.tag,
        title=spoken.say("learning.paper.title"),
        subtitle=title,
        date=passed_on,
        marks=(),
        metadata=(
            (spoken.say("learning.paper.name"), name),
            (spoken.say("learning.paper.passed_on"), spoken.date(passed_on)),
            (spoken.say("learning.paper.valid_until"), spoken.date(until)),
            (spoken.say("learning.paper.code"), code),
        ),
        blocks=(
            paragraph(spoken.say("learning.paper.says", name=name, course=title)),
            paragraph(spoken.say("learning.paper.verify", address=address)),
            paragraph(spoken.say("learning.paper.name_is_own")),
        ),
        description=title,
        publisher=spoken.say("site.name"),
    )
    return pdf(document)
