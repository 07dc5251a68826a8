"""Codes that were valid for a part of time only: valid on the day on which a row was known."""

from __future__ import annotations

import numpy as np

from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.row_rules import RowCheck
from toevlucht.dictionary.checking.rows import Bools, Days
from toevlucht.dictionary.checking.values import MAX_TEXT, parts_of
from toevlucht.dictionary.model import Code, Column


def check_dated_codes(check: RowCheck) -> None:
    for column in check.rows.columns():
        codes = check.reading.dictionary.code_lists.get(column.codes)
        if codes and codes.dated:
            for code in codes.codes:
                _check(check, column, code)


def _check(check: RowCheck, column: Column, code: Code) -> None:
    if code.valid_from is None and code.valid_to is None:
        return
    texts = check.rows.cells[column.name].texts.to_pylist()
    used = np.array(
        [len(text) <= MAX_TEXT and code.code in parts_of(text) for text in texts], np.bool_
    )
    bad = check.rows.where(column.name, used) & _outside(code, check.rows.days("known_on"))
    values = {"code": code.code, "span": _span(code)}
    check.tell(ProblemCode.CODE_NOT_VALID_THEN, column.name, bad, lambda row: dict(values))


def _outside(code: Code, days: Days) -> Bools:
    outside = np.zeros(len(days), np.bool_)
    if code.valid_from:
        outside |= days < np.datetime64(code.valid_from, "D")
    if code.valid_to:
        outside |= days > np.datetime64(code.valid_to, "D")
    return outside


def _span(code: Code) -> str:
    return f"{code.valid_from or '…'} / {code.valid_to or '…'}"
