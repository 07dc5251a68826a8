"""What the parts of an edition are called: its sections, judgements and figures."""

from __future__ import annotations

from collections.abc import Sequence

from toevlucht.language import Message
from toevlucht.layout.reader import reader_language
from toevlucht.picture.drafting.lacking import FIGURE_IDS
from toevlucht.picture.editorial import SECTIONS
from toevlucht.picture.models import DraftJudgement


def part_names(judgements: Sequence[DraftJudgement]) -> dict[str, str]:
    """By the name under which a remark knows it, in the order of reading."""
    spoken = reader_language()
    names = {f"section:{one}": spoken.say(f"drafts.section.{one}") for one in SECTIONS}
    for judgement in judgements:
        named = spoken.say("drafts.part.judgement", name=judgement.name)
        names[f"judgement:{judgement.name}"] = named
    for figure in FIGURE_IDS:
        title = Message(f"figures.{figure.replace('-', '_')}.title")
        names[f"figure:{figure}"] = spoken.say("drafts.part.figure", name=title)
    return names
