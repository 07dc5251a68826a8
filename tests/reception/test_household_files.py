"""A municipality's list of households: every problem at its place, nothing half, nothing twice."""

from __future__ import annotations

import datetime
import io
import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from tests.reception.conftest import Desk
from tests.reception.hosts import initiative, step
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.language import language
from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.reception.actions.household_files import take_file
from toevlucht.reception.household_files import Allowed, header, read_household_file
from toevlucht.reception.models import HostAdult, HostHousehold, HostStep
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = "/en/desk/households/file/"
TODAY = datetime.date(2026, 11, 26)
HEADER = ",".join(header(language("nl")))
GOOD = "Fam. Jansen ,Beukenlaan 3,3511ab,,06 12345678,1-3-2026,Jan Jansen; Els Bos,2,ja,2026-04-01,"
OTHER = "Fam. Kok,Dorpsstraat 1,3512 CD,Utrecht,,2026-03-02,,,,,"


def listed(*rows: str, head: str = HEADER) -> bytes:
    return "\r\n".join((head, *rows)).encode()


def kinds(content: bytes, suffix: str = "csv") -> list[tuple[str, int | None, str]]:
    own = Allowed("GM0344", frozenset({"GM0344"}))
    read = read_household_file(content, suffix, own, TODAY)
    assert not (read.rows and read.problems)
    return [
        (one.kind or str(one.as_read and one.as_read.code), one.row, one.column)
        for one in read.problems
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,B 1,3511 AB,,,32-13-2026,,,,,", ("date", 3, "Aangemeld op")),
        ("A,B 1,3511 AB,,,2027-01-01,,,,,", ("future", 3, "Aangemeld op")),
        ("A,B 1,0511 AB,,,,,,,,", ("postcode", 3, "Postcode")),
        ("A,B 1,3511 AB,Utregt,,,,,,,", ("municipality", 3, "Gemeente")),
        ("A,B 1,3511 AB,Amsterdam,,,,,,,", ("not_yours", 3, "Gemeente")),
        ("A,B 1,3511 AB,,,,Jan en Els,,,,", ("adults", 3, "Volwassenen")),
        ("A,B 1,3511 AB,,,,,40,,,", ("places", 3, "Plaatsen")),
        ("A,B 1,3511 AB,,,,,,misschien,,", ("date", 3, "Gescreend")),
        ("A,B 1,3511 AB,,bel ons,,,,,,", ("telephone", 3, "Telefoon")),
        (",B 1,3511 AB,,,,,,,,", ("empty", 3, "Naam")),
        ("=HYPERLINK(1),B 1,3511 AB,,,,,,,,", ("formula", 3, "Naam")),
        ("fam jansen,BEUKENLAAN 3,3511 AB,,,,,,,,", ("row_twice", 3, "Naam")),
        ("A,B 1,3511 AB", ("too_few_cells", 3, "")),
    ],
)
def test_each_problem_is_told_with_its_row_and_column(
    row: str, told: tuple[str, int | None, str]
) -> None:
    assert kinds(listed(GOOD, row)) == [told]


def test_an_ordinary_messy_list_is_read_in_every_language() -> None:
    for tag in ("nl", "en", "uk"):
        head = ",".join(header(language(tag)))
        assert kinds(listed(GOOD, ",,,,,,,,,,", "", OTHER, head=head)) == []
    assert kinds(listed(GOOD, OTHER).replace(b";", b"").replace(b",", b";")) == []
    assert kinds(listed("x", head="Naam,Adres,Iets")) != []
    assert kinds(b"") == [("empty_file", None, "")]


def test_a_workbook_tells_formulas_and_merged_cells() -> None:
    def book(merged: bool) -> bytes:
        made, kept = Workbook(), io.BytesIO()
        sheet = made.active
        sheet.append(header(language("en")))
        sheet.append(["A", "B 1", "3511 AB", "", "", datetime.datetime(2026, 3, 1)])
        sheet.append(["C", "=A2", "3511 AB"])
        if merged:
            sheet.merge_cells("A2:A3")
        made.save(kept)
        return kept.getvalue()

    assert kinds(book(False), "xlsx") == [("formula_cell", 3, "Address")]
    assert [one[0] for one in kinds(book(True), "xlsx")] == ["merged_cells"]


def test_a_list_is_taken_whole_once_and_makes_nobody_suitable(desk: Desk) -> None:
    keeper = municipality()
    browser = desk(keeper)

    def send(content: bytes) -> int:
        return browser.post(PAGE, {"file": SimpleUploadedFile("list.csv", content)}).status_code

    wrong = browser.post(PAGE, {"file": SimpleUploadedFile("l.csv", listed(GOOD, "A,B,,,,,,,,,"))})
    page = wrong.content.decode()
    assert (wrong.status_code, HostHousehold.objects.count()) == (400, 0)
    assert all(words in page for words in ("l.csv", "row 3", "column Postcode", "Fill it in"))
    assert send(listed(GOOD, OTHER)) == 302
    assert send(listed(GOOD, OTHER)) == 302
    assert take_file(viewer(keeper), listed(GOOD.upper()), "csv").again == 1
    assert HostHousehold.objects.count() == 2
    first = HostHousehold.objects.order_by("pk").first()
    assert first is not None
    assert (first.stage, first.suitable_until, first.offer.places) == ("signed_up", None, 2)
    assert (HostAdult.objects.count(), HostStep.objects.filter(kind="screened").count()) == (2, 0)
    assert b"screened" not in bytes(first.details or b"")
    address = f"/en/desk/households/{first.code}/"
    page = browser.get(address).content.decode()
    assert all(words in page for words in ("To be checked", "<li>Screened", "<li>Certificate"))
    browser.post(f"{address}details/", {"name": "Fam. Jansen", "address": "Beukenlaan 3"})
    step(keeper, first, "screened", days=1)
    page = browser.get(address).content.decode()
    assert "<li>Screened" not in page
    assert "<li>Certificate" in page


def test_who_keeps_no_households_sends_none(desk: Desk) -> None:
    municipality()
    region = safety_region()
    assert desk(region).get(PAGE).status_code == 403
    assert desk(region).get(f"{PAGE}households.csv").status_code == 403
    with pytest.raises(NotAllowed):
        take_file(viewer(region), listed(GOOD), "csv")
    assert not HostHousehold.objects.exists()


def test_a_template_can_be_filled_in_at_once(desk: Desk) -> None:
    browser = desk(municipality())
    assert kinds(browser.get(f"{PAGE}households.csv").content + GOOD.encode()) == []
    assert browser.get(f"{PAGE}households.xlsx").content.startswith(b"PK")
    assert browser.get(f"{PAGE}households.ods").status_code == 404


def program(maker: Person, role: str) -> Client:
    cache.clear()
    _, key = make_api_key(viewer_of_person(maker.pk), "A program", (role,), 30)
    return Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})


def test_an_initiative_enters_and_follows_its_own_by_program() -> None:
    keeper = municipality()
    client, api = program(initiative(), "coordinator"), "/api/v1/households"
    sent = {"municipality": "GM0344", "name": "Fam. Kok", "address": "Dorpsstraat 1"}
    made = client.post(api, json.dumps(sent), content_type="application/json")
    assert made.status_code == 201
    told = made.json()
    assert (told["stage"], told["is_taken_over"], told["suitable_until"]) == (
        "signed_up",
        False,
        None,
    )
    assert "Kok" not in made.content.decode()
    with CaptureQueriesContext(connection) as few:
        assert client.get(api).json()["items"] == [told]
    row = GOOD.replace("3511ab,,", "3511ab,Utrecht,")
    assert client.post(f"{api}/file", listed(row), content_type="text/csv").json() == {
        "taken": 1,
        "again": 0,
    }
    with CaptureQueriesContext(connection) as more:
        assert len(client.get(api).json()["items"]) == 2
    assert len(more) == len(few)
    assert client.get(f"{api}/{told['reference']}").json() == told
    refused = client.post(f"{api}/file", listed(GOOD), content_type="text/csv")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["name"] == "rows.2.Gemeente"
    assert client.post(f"{api}/file", b"x", content_type="text/plain").status_code == 415
    elsewhere = json.dumps({**sent, "municipality": "GM0363"})
    nobody = client.post(api, elsewhere, content_type="application/json")
    assert (nobody.status_code, nobody.json()["errors"][0]["name"]) == (400, "municipality")
    of_municipality = program(keeper, "coordinator")
    assert of_municipality.get(f"{api}/{told['reference']}").status_code == 403
    own = of_municipality.post(f"{api}/file", listed(OTHER), content_type="text/csv")
    assert own.json() == {"taken": 1, "again": 0}
    assert client.get(f"{api}/{HostHousehold.objects.latest('pk').code}").status_code == 404
