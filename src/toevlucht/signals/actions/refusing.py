"""Why something cannot be done with a report now, in words that the reader's language gives."""

from __future__ import annotations

from toevlucht.language import Message, Value


class NotPossible(Exception):
    """Nothing was changed; ``key`` is the whole key of the text that says why."""

    def __init__(self, key: str, **values: Value) -> None:
        self.message = Message(key, values)
        super().__init__(key)
