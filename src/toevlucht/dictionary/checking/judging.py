"""Judge every distinct value of every column once, then find the rows in which bad ones stand."""

from __future__ import annotations

import datetime
from typing import Any

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
        accepts = self.rule.accepts
        refused = [index for index, text in enumerate(texts) if not (text and accepts(text))]
        self.cells.typed = self._typed(texts, refused)
        faults: dict[int, Fault] = {}
        unexplained: list[int] = []
        for index in refused:
            if not self._is_told(texts[index]):
                continue
            if len(faults) < self.reading.limits.shown:
                faults[index] = self._fault(texts[index])
            else:
                unexplained.append(index)
        self._tell(faults, unexplained, len(texts))

    def _typed(self, texts: list[str], refused: list[int]) -> Any:
        """The distinct values as the dictionary types them, null where one was refused."""
        kept: list[Any] = list(texts)
        for index in refused:
            kept[index] = None
        if self.rule.parse is not str:
            kept = [None if text is None else self.rule.parse(text) for text in kept]
        return pa.array(kept, self.column.arrow_type)

    def _is_told(self, text: str) -> bool:
        """Whether a refused text is a problem: not where it may be empty or its reader told it."""
        if text == "":
            return self.column.required
        return text != REFUSED or not self.reading.findings.count

    def _fault(self, text: str) -> Fault:
        fault = self.rule.fault(text) if text else None
        return fault or Fault(ProblemCode.REQUIRED_EMPTY)

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
        self.reading.findings.uncounted(int(times[unexplained].sum()) if unexplained else 0)

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
