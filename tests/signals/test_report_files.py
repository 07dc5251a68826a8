"""A partner sends a file of reports: all of it is taken, or everything that is wrong is said."""

from __future__ import annotations

import datetime
import io
import os
import sys
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.partners.people import person
from tests.signals.conftest import AtDesk
from tests.signals.telling import municipality, viewer

from toevlucht.partners.models import Person
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals.actions import report_files as actions
from toevlucht.signals.actions.report_files import take_report_file
from toevlucht.signals.models import Report
from toevlucht.signals.report_files import COLUMNS, EXAMPLE, TABLE, read_report_file
from toevlucht.signals.table_files import MOST_BYTES, template

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TWO = (
    b"facts,situation,municipality,seen_on,indicators\n"
    b'"A van, white.",recruiting,GM0344,2022-04-05,REC-01;REC-02\n'
    b"A man at the station asks for names.,recruiting,,,\n"
)


@pytest.fixture
def sender() -> Person:
    municipality()
    return person("sender", "red_cross", "reporter")


def problems(content: bytes) -> list[tuple[str, int | None, str]]:
    return [(one.kind, one.row, one.column) for one in read_report_file(content).problems]


def send(browser: Client, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile("reports.csv", content, "text/csv")
    return browser.post("/en/desk/report/file/", {"file": file})


def test_every_row_becomes_a_report_of_its_sender(sender: Person) -> None:
    taken = take_report_file(viewer(sender, "reporter"), TWO)
    assert (taken.new, taken.again, taken.problems) == (2, 0, ())
    found = list(Report.objects.order_by("pk"))
    assert [one.handler for one in found] == ["gm0344", "unclaimed"]
    assert [one.indicators for one in found] == [["REC-01", "REC-02"], []]
    assert {(one.channel, one.reporter, one.reporter_organisation) for one in found} == {
        ("file", sender.pk, "red_cross")
    }


def test_a_file_that_is_sent_twice_reports_once(sender: Person) -> None:
    take_report_file(viewer(sender, "reporter"), TWO)
    taken = take_report_file(viewer(sender, "reporter"), TWO)
    assert (taken.new, taken.again) == (0, 2)
    assert Report.objects.count() == 2


def test_one_wrong_cell_and_nothing_is_taken(sender: Person) -> None:
    taken = take_report_file(viewer(sender, "reporter"), TWO.replace(b"GM0344", b"GM9999"))
    assert [(one.kind, one.row, one.column) for one in taken.problems] == [
        ("municipality", 2, "municipality")
    ]
    assert not Report.objects.exists()


def test_what_fails_half_way_leaves_nothing(
    sender: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = actions.report_by_program, []

    def breaks(*args: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise OSError("no space left")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "report_by_program", breaks)
    with pytest.raises(OSError, match="no space left"):
        take_report_file(viewer(sender, "reporter"), TWO)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("empty", None, "")]),
        (b"facts\n", [("empty", None, "")]),
        (b"facts;situation\nx;work\n", [("semicolons", 1, "")]),
        (b"facts,colour\nx,y\n", [("column", 1, "colour")]),
        (b"facts,facts\nx,y\n", [("duplicate_column", 1, "facts")]),
        (b"situation\nwork\n", [("missing_column", 1, "facts")]),
        (b"facts,situation\nx\n", [("too_few_cells", 2, "")]),
        (b"facts,situation\n,work\n", [("missing", 2, "facts")]),
        (b"facts,situation\nx,odd\n", [("code", 2, "situation")]),
        (b"facts,seen_on\nx,soon\n", [("date", 2, "seen_on")]),
        (b"facts,seen_on\nx,2999-01-01\n", [("date", 2, "seen_on")]),
        (b"facts\n\xff\n", [("wrong_encoding", 2, "")]),
        (b'facts\n"open\n', [("unbalanced_quote", 2, "")]),
        (b"facts\n" + b"x\n" * 501, [("too_many", None, "")]),
    ],
)
def test_each_problem_is_named_with_its_place(
    content: bytes, expected: list[tuple[str, int | None, str]]
) -> None:
    assert problems(content) == expected


@given(st.sampled_from([b"", b"facts\n", b"PK\x03\x04", b"PAR1"]), st.binary(max_size=400))
def test_any_bytes_are_answered(beginning: bytes, content: bytes) -> None:
    file = read_report_file(beginning + content)
    assert bool(file.problems) != bool(file.rows)


LINES = [
    line.split(",") for line in ("facts,seen_on,indicators", "A van.,2022-04-05,REC-01;REC-02")
]


def workbook(lines: list[list[Any]], sheet: str = "reports") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = sheet
    for line in lines:
        book.active.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def parquet(columns: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


def test_a_workbook_and_parquet_say_the_same_as_csv() -> None:
    day = datetime.date(2022, 4, 5)
    told = "\n".join(",".join(line) for line in LINES).encode()
    many = {"facts": ["A van."], "seen_on": [day], "indicators": [["REC-01", "REC-02"]]}
    typed = workbook([LINES[0], ["A van.", day, "REC-01;REC-02"]], "Sheet1")
    files = [read_report_file(one) for one in (told, workbook(LINES), typed, parquet(many))]
    assert [one.problems for one in files] == [[], [], [], []]
    assert files[0].rows[2].seen_on == day
    assert all(one.rows == files[0].rows for one in files)


def test_what_is_wrong_in_a_workbook_or_parquet_is_named_with_its_place() -> None:
    assert problems(workbook([["facts"], ["=1+1"]])) == [("formula_cell", 2, "facts")]
    assert problems(workbook([["facts", "situation"], ["x", "odd"]])) == [("code", 2, "situation")]
    assert problems(workbook([["facts"], *[["x"]] * 501])) == [("too_many", None, "")]
    assert problems(parquet({"facts": ["x"] * 501})) == [("too_many", None, "")]
    assert problems(parquet({"facts": [1]})) == [("wrong_parquet_type", None, "facts")]
    assert problems(parquet({"colour": ["x"]})) == [
        ("column", 1, "colour"),
        ("missing_column", 1, "facts"),
    ]
    assert problems(b"PAR1") == [("corrupt_parquet", None, "")]
    assert problems(workbook([["facts"], ["x"]])[:300]) == [("corrupt_workbook", None, "")]


def test_bombs_are_refused_unread() -> None:
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (40 << 20))
    assert problems(bomb.getvalue()) == [("unsafe_workbook", None, "")]
    entities = io.BytesIO(workbook([["facts"], ["x"]]))
    with ZipFile(entities, "a") as archive:
        archive.writestr("xl/more.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>')
    assert problems(entities.getvalue()) == [("unsafe_workbook", None, "")]
    repeated = {"facts": ["x" * 200_000] * 400}
    assert problems(parquet(repeated))[0][0] in ("too_large", "too_long")
    assert problems(b"x" * (MOST_BYTES + 1)) == [("too_large", None, "")]


def test_nothing_of_a_file_touches_a_disk() -> None:
    files = (workbook(LINES), parquet({"facts": ["x"]}), b"facts\nx\n")
    is_watched, written = True, []

    def watch(event: str, about: tuple[Any, ...]) -> None:
        if is_watched and event == "open" and (about[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            written.append(about[0])

    sys.addaudithook(watch)  # for good: there is no taking it away
    for content in files:
        assert read_report_file(content).problems == []
    is_watched = False
    assert len(written) == 3
    assert all(isinstance(one, int) for one in written), written


def test_the_template_is_right_itself(sender: Person, at_desk: AtDesk) -> None:
    assert read_report_file(template(TABLE, [EXAMPLE]).encode()).problems == []
    answer = at_desk(sender).get("/en/desk/report/file/template.csv")
    assert answer.content.decode().splitlines()[0] == ",".join(COLUMNS)


def test_the_page_says_what_is_wrong_and_then_takes_it(sender: Person, at_desk: AtDesk) -> None:
    browser = at_desk(sender)
    assert browser.get("/en/desk/report/file/").status_code == 200
    wrong = send(browser, TWO.replace(b"recruiting,GM", b"odd,GM"))
    assert wrong.status_code == 400
    assert "row 2, column situation" in wrong.content.decode()
    assert "Use one of: recruiting" in wrong.content.decode()
    assert "violence, other, unknown." in wrong.content.decode()
    assert browser.post("/en/desk/report/file/", {}).status_code == 400
    done = send(browser, TWO)
    assert done.status_code == 302
    assert "2 reports were received." in browser.get(done["Location"]).content.decode()


def test_who_does_not_report_sends_no_file(sender: Person, at_desk: AtDesk) -> None:
    reader = person("reader", "red_cross", "reader")
    assert at_desk(reader).get("/en/desk/report/file/").status_code == 403
    assert send(at_desk(reader), TWO).status_code == 403
    assert Client().get("/en/desk/report/file/").status_code == 302
    with pytest.raises(NotAllowed):
        take_report_file(viewer(reader, "reader"), TWO)


def test_a_row_about_no_known_location_is_refused_with_the_whole_file(sender: Person) -> None:
    file = b"facts,location\nA van stood there.,\nIt stood there again.,nowhere\n"
    [problem] = take_report_file(viewer(sender, "reporter"), file).problems
    assert (problem.kind, problem.row, problem.column) == ("location", 3, "location")
    assert not Report.objects.exists()
