"""Why something cannot be done with a draft now, in words that the reader's language gives."""

from __future__ import annotations

from collections.abc import Sequence

from toevlucht.language import Message, Value
from toevlucht.picture.models import DraftJudgement, DraftText


class NotPossible(Exception):
    """Nothing was changed; ``message`` says why."""

    def __init__(self, key: str, **values: Value) -> None:
        self.message = Message(f"drafts.refused.{key}", values)
        super().__init__(key)


class NewerTexts(Exception):
    """Somebody else wrote in the meantime. Nothing was changed; ``newer`` is what stands now."""

    def __init__(self, newer: Sequence[DraftText]) -> None:
        super().__init__("newer texts")
        self.newer = newer


class NewerJudgement(Exception):
    """As ``NewerTexts``, of a judgement."""

    def __init__(self, newer: DraftJudgement) -> None:
        super().__init__("newer judgement")
        self.newer = newer
