"""Questions to a frozen edition: put into words once, answered from its own rows."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import ibis
from tests.picture.desk import Desk, observation

from toevlucht.picture.figures.findings import rows_of
from toevlucht.picture.snapshot import open_snapshot


def edition_of(folder: Path, *refs: str) -> Path:
    desk = Desk(folder)
    desk.receive("police", observations=[observation(ref) for ref in refs])
    return desk.freeze()


def test_an_equal_question_to_another_edition_has_its_own_answer(tmp_path: Path) -> None:
    answers = []
    with patch.object(ibis, "to_sql", wraps=ibis.to_sql) as put_into_words:
        for folder in (
            edition_of(tmp_path / "one", "a", "b"),
            edition_of(tmp_path / "two", "c"),
        ):
            with open_snapshot(folder) as snapshot:
                table = snapshot.table("observations")
                rows = table.filter(table.ref != "police/a").select("ref").order_by("ref")
                answers.append([row["ref"] for row in rows_of(rows)])
    assert answers == [["police/b"], ["police/c"]]
    assert put_into_words.call_count <= 1


def test_another_value_makes_another_question(tmp_path: Path) -> None:
    with open_snapshot(edition_of(tmp_path / "one", "a", "b")) as snapshot:
        table = snapshot.table("observations")
        for ref in ("police/a", "police/b"):
            rows = table.filter(table.ref == ref).select("ref")
            assert rows_of(rows) == [{"ref": ref}]
