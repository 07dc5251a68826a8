"""Whole numbers and shares, and the ways in which a spreadsheet's language bends them."""

from __future__ import annotations

import re

from toevlucht.dictionary.checking.faults import Fault
from toevlucht.dictionary.checking.problems import ProblemCode

# Above this a spreadsheet and a browser no longer count in ones.
MAX_WHOLE = 2**53 - 1
WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")
LONG_WHOLE = re.compile(r"[1-9][0-9]*")
NEGATIVE = re.compile(r"[-\u2212][0-9][0-9.,]*")
GROUPED = re.compile(r"[1-9][0-9]{0,2}([.,' \u00a0\u202f\u2019][0-9]{3})+")
COMMA = re.compile(r"[0-9]+,[0-9]+")
SHARE = re.compile(r"0(\.[0-9]{1,6}0*)?|1(\.0*)?")


def whole_fault(value: str) -> Fault | None:
    if WHOLE.fullmatch(value):
        return None
    if LONG_WHOLE.fullmatch(value):
        # Sixteen digits may still be small enough; longer ones are not worth turning into numbers.
        small = len(value) == len(str(MAX_WHOLE)) and int(value) <= MAX_WHOLE
        return None if small else Fault(ProblemCode.NUMBER_TOO_LARGE, {"limit": MAX_WHOLE})
    if NEGATIVE.fullmatch(value):
        return Fault(ProblemCode.NEGATIVE_NUMBER)
    if GROUPED.fullmatch(value):
        plain = re.sub(r"[^0-9]", "", value)
        return Fault(ProblemCode.THOUSANDS_SEPARATOR, {"plain": plain})
    if COMMA.fullmatch(value):
        return Fault(ProblemCode.DECIMAL_COMMA)
    return Fault(ProblemCode.NOT_WHOLE)


def share_fault(value: str) -> Fault | None:
    if SHARE.fullmatch(value):
        return None
    if COMMA.fullmatch(value):
        return Fault(ProblemCode.DECIMAL_COMMA)
    if NEGATIVE.fullmatch(value):
        return Fault(ProblemCode.NEGATIVE_NUMBER)
    return Fault(ProblemCode.NOT_A_SHARE)
