"""Which texts of an edition speak of an organisation by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toevlucht.language import Coded, language
from toevlucht.picture.editorial import SECTIONS, Edition


def parts_that_name(organisation: str, edition: Edition, tags: Sequence[str]) -> list[str]:
    """Sections and judgements, under the names that remarks use, in the order of reading."""
    names = {language(tag).write(Coded("organisation", organisation)) for tag in tags}
    speaks = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names), re.IGNORECASE)
    sections = [
        f"section:{section}"
        for section in SECTIONS
        if any(speaks.search(edition.narrative[tag][section]) for tag in tags)
    ]
    judgements = [
        f"judgement:{judgement.id}"
        for judgement in edition.judgements
        if any(speaks.search(judgement.statement[tag]) for tag in tags)
    ]
    return [*sections, *judgements]
