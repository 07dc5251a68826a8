"""Judge every distinct value of every column once, then find the rows in which bad ones stand."""

from __future__ import annotations

import datetime

import numpy as np
import pyarrow as pa

from toevlucht.dictionary.checking.faults import Fault
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.rows import REFUSED, Bools, Cells, Rows
from toevlucht.dictionary.checking.values import rule_for
from toevlucht.dictionary.model import Column


def judge_values(rows: Rows, reading: Reading, today: datetime.date) -> None:
    """Tell every value that breaks the rule of its column, and type the others."""
    for column in rows.columns():
        _Judged(rows, column, reading, today).judge()


class _Judged:
    """One column of one table under judgement."""

    def __init__(self, rows: Rows, column: Column, reading: Reading, today: datetime.date) -> None:
        self.rows, self.column, self.reading = rows, column, reading
        self.cells: Cells = rows.cells[column.name]
        self.rule = rule_for(column, reading.dictionary, today)
        self.place = (rows.file, rows.sheet, column.name)

    def judge(self) -> None:
        texts = self.cells.texts.to_pylist()
        parsed: list[object] = []
        faults: dict[int, Fault] = {}
        unexplained: list[int] = []
        for index, text in enumerate(texts):
            value, fault = self._one(text, len(faults) < self.reading.limits.shown)
            parsed.append(value)
            if fault:
                faults[index] = fault
            elif value is None and text:
                unexplained.append(index)
        self.cells.typed = pa.array(parsed, self.column.arrow_type)
        self._tell(faults, unexplained, len(texts))

    def _one(self, text: str, explain: bool) -> tuple[object, Fault | None]:
        """The typed value; or None and why, if there is room left to tell why."""
        if text == "":
            missing = Fault(ProblemCode.REQUIRED_EMPTY) if self.column.required else None
            return None, missing
        if text == REFUSED and self.reading.findings.count:
            return None, None
        if self.rule.accepts(text):
            return self.rule.parse(text), None
        return None, self.rule.fault(text) if explain else None

    def _tell(self, faults: dict[int, Fault], unexplained: list[int], distinct: int) -> None:
        if not faults and not unexplained:
            return
        times = np.bincount(self.cells.indices, minlength=distinct)
        by_code: dict[ProblemCode, list[int]] = {}
        for index, fault in faults.items():
            by_code.setdefault(fault.code, []).append(index)
        for code, indices in by_code.items():
            chosen = np.zeros(distinct, np.bool_)
            chosen[indices] = True
            self._tell_rows(code, chosen, int(times[indices].sum()), faults)
        texts = self.cells.texts
        silent = [i for i in unexplained if texts[i].as_py() != REFUSED]
        self.reading.findings.uncounted(int(times[silent].sum()) if silent else 0)

    def _tell_rows(
        self, code: ProblemCode, chosen: Bools, count: int, faults: dict[int, Fault]
    ) -> None:
        positions = np.flatnonzero(self.rows.where(self.column.name, chosen))
        self.reading.findings.add_rows(
            code,
            self.place,
            positions[: self.reading.limits.shown].tolist(),
            count,
            lambda row: (
                self.rows.text(self.column.name, row),
                dict(faults[int(self.cells.indices[row])].values),
            ),
            lambda row: int(self.rows.numbers[row]),
        )
