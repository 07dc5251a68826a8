"""Names for records in addresses and on paper: random, so that they tell nothing and no number."""

from __future__ import annotations

import re
import secrets

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that looks like another
LENGTH = 12
PATTERN = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")


def new_reference() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
