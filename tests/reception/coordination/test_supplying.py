"""A municipality supplies figures by form or file: what is wrong is told, what is odd is asked."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.coordination.nation import nation
from tests.reception.places import neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.reception.actions.supplying import (
    Said,
    WrongFigures,
    begin_ledger,
    end_ledger,
    supply,
)
from toevlucht.reception.models import LedgerPeriod, SuppliedFigures
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FORM = "/en/desk/figures/supply/"
FILE = f"{FORM}file/"
TODAY = timezone.localdate()


def typed(**numbers: object) -> dict[str, object]:
    return {"municipality": "GM0344", "counted_on": TODAY.isoformat(), **numbers}


def said(area: str = "GM0344", **numbers: int) -> Said:
    return Said(area, TODAY, numbers)


def sent(*rows: str, name: str = "figures.csv") -> dict[str, object]:
    text = "area,counted_on,realised,occupied,registered\r\n" + "\r\n".join(rows)
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_what_is_left_empty_is_not_supplied_and_not_zero(desk: Desk) -> None:
    browser = desk(municipality())
    answer = browser.post(FORM, typed(realised=100, occupied=0, counted_time="08:30"))
    assert answer["Location"] == "/en/desk/figures/GM0344/"
    made = SuppliedFigures.objects.get()
    assert (made.realised, made.occupied, made.free) == (100, 0, None)
    shown = browser.get(answer["Location"]).content.decode()
    assert "08:30" in shown
    assert "not supplied" in shown
    assert AuditLine.objects.get(event="figures.supplied").ids == ["GM0344"]


def test_a_jump_is_asked_and_not_refused(desk: Desk) -> None:
    browser = desk(municipality())
    browser.post(FORM, typed(realised=100, occupied=90))
    answer = browser.post(FORM, typed(realised=1000, occupied=90))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "the time before 100, now 1,000" in page
    assert 'name="is_certain"' in page
    assert SuppliedFigures.objects.count() == 1
    again = browser.post(FORM, typed(realised=1000, occupied=90, is_certain="on"))
    assert again.status_code == 302
    assert SuppliedFigures.objects.count() == 2


def test_what_cannot_be_is_told_beside_the_number(desk: Desk) -> None:
    browser = desk(municipality())
    for wrong, words in (
        ({}, "at least one number"),
        ({"occupied": 3, "occupied_short": 4}, "a part of occupied"),
        ({"present_low": 9, "present_high": 4}, "higher than"),
        ({"counted_on": "2099-01-01", "realised": 1}, "up to today"),
    ):
        page = browser.post(FORM, typed() | wrong).content.decode()
        assert words in page, words
    assert not SuppliedFigures.objects.exists()


def test_only_the_municipality_and_its_region_supply_for_it(desk: Desk) -> None:
    region = safety_region()
    supply(viewer(region), [said(realised=5)], "api")
    with pytest.raises(WrongFigures):
        supply(viewer(neighbour()), [said(realised=5)], "api")
    colleague = person("reporter", "vr09", "reporter")
    for refused in (viewer(nation()), viewer(colleague, "reporter")):
        with pytest.raises(NotAllowed):
            supply(refused, [said(realised=5)], "api")
    assert desk(colleague).get(FORM).status_code == 403
    assert SuppliedFigures.objects.count() == 1


def test_a_file_with_messy_rows_tells_each_problem_and_takes_nothing(desk: Desk) -> None:
    browser = desk(safety_region())
    day = TODAY.isoformat()
    rows = (
        f"GM0344,{day},100,90,",
        f"GM0307,{day},1.000,90,",
        f"GM9999,{day},5,5,",
        "GM0307,25-4-2022,5,5,",
        f"GM0310,{day},5,-2,",
    )
    page = browser.post(FILE, sent(*rows)).content.decode()
    for place in (
        "row 3, column realised",
        "row 4, column area",
        "row 5, column counted_on",
        "row 6",
    ):
        assert place in page, place
    assert ".. " not in page
    assert not SuppliedFigures.objects.exists()
    page = browser.post(FILE, sent(f"GM0344,{day},100,90,", f"GM0363,{day},5,5,")).content.decode()
    assert "row 3, column area" in page
    assert "not yours" in page
    assert not SuppliedFigures.objects.exists()


def test_a_file_is_taken_whole_and_its_odd_rows_are_asked_first(desk: Desk) -> None:
    browser = desk(safety_region())
    day = TODAY.isoformat()
    assert browser.post(FILE, sent(f"GM0344,{day},100,90,7")).status_code == 302
    rows = (f"GM0344,{day},900,90,7", f"GM0307,{day},5,5,")
    assert "row 2: Realised" in browser.post(FILE, sent(*rows)).content.decode()
    assert SuppliedFigures.objects.count() == 1
    assert browser.post(FILE, sent(*rows) | {"is_certain": "on"}).status_code == 302
    assert SuppliedFigures.objects.count() == 3


def test_the_empty_workbook_can_be_filled_in_and_sent(desk: Desk) -> None:
    browser = desk(municipality())
    answer = browser.get(f"{FORM}figures.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert sheet["A2"].value == "GM0344"
    sheet["C2"] = 44
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("figures.xlsx", kept.getvalue())
    assert browser.post(FILE, {"file": file}).status_code == 302
    assert SuppliedFigures.objects.get().realised == 44
    other = Workbook()
    other.save(kept := io.BytesIO())
    file = SimpleUploadedFile("figures.xlsx", kept.getvalue())
    assert browser.post(FILE, {"file": file}).status_code == 400


def test_where_the_ledger_counts_only_people_outside_it_are_supplied(desk: Desk) -> None:
    keeper = municipality()
    assert desk(keeper).post("/en/desk/figures/ledger/begin/").status_code == 302
    assert LedgerPeriod.objects.get().since == TODAY
    with pytest.raises(WrongFigures):
        supply(viewer(keeper), [said(occupied=4)], "page")
    assert supply(viewer(keeper), [said(registered=400)], "page").taken == 1
    end_ledger(viewer(keeper))
    with pytest.raises(NotAllowed):
        end_ledger(viewer(keeper))
    with pytest.raises(NotAllowed):
        begin_ledger(viewer(safety_region()), TODAY)


def test_what_was_said_never_changes() -> None:
    supply(viewer(municipality()), [said(realised=5)], "page")
    with pytest.raises(DatabaseError), transaction.atomic():
        SuppliedFigures.objects.update(realised=6)


def test_a_doubt_compares_with_what_was_true_before(desk: Desk) -> None:
    keeper = viewer(municipality())
    earlier = TODAY - datetime.timedelta(days=7)
    supply(keeper, [Said("GM0344", earlier, {"registered": 500})], "page")
    assert supply(keeper, [said(registered=900)], "page").doubts[0][0].name == "registered"
    assert supply(keeper, [said(registered=560)], "page").taken == 1
