"""The legal bases as agreements offer them: by name, with their plain explanation."""

from __future__ import annotations

import datetime

from toevlucht.language import Message
from toevlucht.partners.bases import Basis
from toevlucht.signals.legal_bases import legal_bases


def bases_to_agree_on(day: datetime.date) -> list[Basis]:
    return [
        Basis(
            one.code,
            Message(f"sharing.basis.{one.code}"),
            Message(f"sharing.basis_explained.{one.code}"),
        )
        for one in legal_bases()
        if one.valid_on(day)
    ]
