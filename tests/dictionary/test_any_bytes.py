"""Whatever bytes a partner sends, the check answers; and it answers the same twice."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dictionary.contributions import (
    TODAY,
    FewAreas,
    csv_text,
    row,
    workbook,
    write_csv,
    write_manifest,
    write_parquet,
)

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked, ProblemCode, check_contribution

NAMES = ("observations.csv", "observations.xlsx", "observations.parquet", "contribution.toml")
NAMES += ("narrative/nl.md", "contribution.xlsx")

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answered(files: dict[str, bytes]) -> Checked:
    """The answer to a folder of these files, asked twice: both answers are equal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_manifest(folder)
        for file, content in files.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(content)
        answers = [check_contribution(folder, geography=FewAreas(), today=TODAY) for _ in range(2)]
    assert answers[0].as_json() == answers[1].as_json()
    for problem in answers[0].problems:
        for tag in ("nl", "en", "uk"):
            assert problem.message(tag)
    return answers[0]


@quick
@given(st.sampled_from(NAMES), st.binary(max_size=400))
def test_random_bytes_in_any_file(name: str, content: bytes) -> None:
    answered({name: content})


@quick
@given(st.text(max_size=300))
def test_random_text_as_csv_below_a_good_header(text: str) -> None:
    header = csv_text([row("observations")]).splitlines()[0]
    answered({"observations.csv": f"{header}\n{text}".encode("utf-8", "surrogatepass")})


@quick
@given(st.sampled_from(sorted(dictionary().tables)), st.data())
def test_any_text_in_any_cell(table: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(dictionary().table(table).names))
    value = data.draw(st.text(max_size=80))
    text = csv_text([row(table, **{column: value})])
    answered({f"{table}.csv": text.encode("utf-8", "surrogatepass")})


def good_files() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_csv(folder, "observations", row("observations"))
        write_parquet(folder, "observations", row("observations"))
        workbook([row("observations")]).save(folder / "observations.xlsx")
        return {file.name: file.read_bytes() for file in folder.iterdir()}


GOOD = good_files()
changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6)


def changed(content: bytes, where: list[tuple[float, int]]) -> bytes:
    copy = bytearray(content)
    for part, byte in where:
        copy[int(part * len(copy))] = byte
    return bytes(copy)


@quick
@given(st.sampled_from(sorted(GOOD)), changes)
def test_a_good_file_with_some_bytes_changed(name: str, where: list[tuple[float, int]]) -> None:
    answered({name: changed(GOOD[name], where)})


@quick
@given(changes)
def test_a_good_zip_with_some_bytes_changed(where: list[tuple[float, int]]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("contribution.toml", "schema = 1\n")
        archive.writestr("observations.csv", GOOD["observations.csv"])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "contribution.zip"
        path.write_bytes(changed(packed.getvalue(), where))
        assert not check_contribution(path, today=TODAY).accepted


@quick
@given(st.binary(max_size=300))
def test_random_bytes_as_a_zip(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "contribution.zip"
        path.write_bytes(b"PK\x03\x04" + content)
        codes = {p.code for p in check_contribution(path, today=TODAY).problems}
    assert codes == {ProblemCode.ZIP_UNREADABLE}
