"""What each audience reads of a table: exact inside, fives for partners, noise for everybody."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from tests.picture.releases import sheltering as world
from tests.picture.releases.sheltering import MONTH, MONTHS, REASONS, TABLE, People, browser

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Organisation
from toevlucht.picture.actions import releasing
from toevlucht.picture.models import TableRelease
from toevlucht.picture.queries.releases import count, months_to_choose
from toevlucht.picture.released import told
from toevlucht.picture.releasing.catalogue import TABLES
from toevlucht.picture.releasing.files import description_of, json_of, lines
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PLAN = f"/en/desk/tables/{TABLE}/2025-03/"
OPEN = f"/en/open-data/{TABLE}/2025-03/"
PARTNERS = f"/en/desk/tables/for-partners/{TABLE}/2025-03/"


def page(of: Client, address: str, status: int = 200) -> str:
    answer = of.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def numbers_on(page: str) -> list[tuple[int, int]]:
    found = re.findall(r">([0-9,]+)\s±\s([0-9]+)<", page)
    return [(int(value.replace(",", "")), int(margin)) for value, margin in found]


def test_from_the_planner_to_open_data_by_two_people(team: People) -> None:
    editor, approver = browser(team.editor), browser(team.approver)
    month = f"{months_to_choose()[0]:%Y-%m}"
    chosen = editor.get("/en/desk/tables/", {"table": TABLE, "month": month})
    assert chosen["Location"] == f"/en/desk/tables/{TABLE}/{month}/"
    assert editor.get("/en/desk/tables/", {"table": TABLE, "month": "x"}).status_code == 400
    read = page(editor, PLAN)
    assert "exact 58" in read
    assert "±\xa024, in 95 of 100 cases" in read
    assert "rho 0.01: one of 6 tables about 2025" in read
    assert "epsilon 1.6 at delta 0.000001" in read
    assert "3 of 6 numbers" in read
    seen = {"seen": world.mark(team.editor)}
    assert editor.post(f"{PLAN}public/propose/", seen).status_code == 302
    assert "somebody else decides" in page(editor, PLAN)
    assert "1 table for others waits for your decision" in page(approver, "/en/desk/")
    assert "Nothing waits for you" in page(editor, "/en/desk/")
    assert editor.post(f"{PLAN}public/decide/", seen).status_code == 403
    assert approver.post(f"{PLAN}public/decide/", {"seen": "other"}).status_code == 409
    assert page(Client(), OPEN, 404)
    assert approver.post(f"{PLAN}public/decide/", seen).status_code == 302
    assert len(numbers_on(page(Client(), OPEN))) == 12
    assert "5 of 6" in page(editor, "/en/desk/tables/")
    events = AuditLine.objects.filter(person=team.editor.pk, event="table.planned", outcome="done")
    assert events.count() == 2


def test_open_data_never_shows_exact_numbers_and_is_the_same_each_time(
    team: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toevlucht.statistics.disclosure import private

    noise = iter(range(1000, 2000))
    monkeypatch.setattr(private, "with_noise", lambda counts, _: [next(noise) for _ in counts])
    world.released(team, "public")
    exact = {str(n) for n in count(TABLES[TABLE], MONTH).exact if n > 25}
    first = page(Client(), OPEN)
    values = [value for value, _ in numbers_on(first)]
    assert values[:3] == [1000, 1001, 2001]
    shown = set(re.findall(r">([0-9,]+)\s±", first))
    assert not shown & exact
    assert page(Client(), OPEN) == first
    assert "±\xa024" in first
    assert "1,006\xa0±\xa024" in first  # how many were in more regions than are counted of them


@pytest.mark.parametrize("tag", LANGUAGES)
def test_files_say_what_the_page_says(team: People, tag: str) -> None:
    world.released(team, "public")
    there = f"/{tag}/open-data/{TABLE}/2025-03/"
    browser = Client()
    sheet = list(csv.DictReader(io.StringIO(page(browser, f"{there}table.csv"))))
    whole = json.loads(page(browser, f"{there}table.json"))
    described = json.loads(page(browser, f"{there}table.csv-metadata.json"))
    stored = TableRelease.objects.get()
    counted = [line for line in sheet if line["state"] == "with_noise"]
    assert [int(line["value"]) for line in counted] == stored.values
    assert [int(line["margin"]) for line in counted] == stored.margins
    missing = [line for line in sheet if line["state"] == "not_supplied"]
    assert len(missing) == 22 * 3
    assert {line["value"] for line in missing} == {""}
    assert [
        {name: "" if value is None else str(value) for name, value in line.items()}
        for line in whole["numbers"]
    ] == sheet
    spoken = {"HTTP_ACCEPT_LANGUAGE": tag}
    answer = browser.get(f"/api/v1/open-data/{TABLE}/2025-03", **spoken)
    assert (
        answer["Cache-Control"] == browser.get("/api/v1/open-data")["Cache-Control"] == "no-cache"
    )
    called = answer.json()
    assert called == {name: value for name, value in whole.items() if name != "schema"}
    assert [one["self"] for one in json.loads(page(browser, "/api/v1/open-data"))] == [
        f"/api/v1/open-data/{TABLE}/2025-03"
    ]
    for wrong in ("2025-04", "2025-13", "x"):
        assert browser.get(f"/api/v1/open-data/{TABLE}/{wrong}").status_code == 404
    columns = [one["name"] for one in described["tableSchema"]["columns"]]
    assert columns == list(sheet[0])
    assert described["dc:license"]["@id"] == whole["licence"]
    assert (whole["method"]["rho"], whole["method"]["variance"]) == (0.01, 150.0)
    assert page(browser, there)
    assert browser.get(f"{there}other.csv").status_code == 404


def test_files_of_made_up_data_say_so_in_words(team: People) -> None:
    out = told(world.released(team, "public"))
    for write in (json_of, description_of):
        assert b"A computer made up these data." not in write(out, "en")
        assert b"A computer made up these data." in write(replace(out, is_generated=True), "en")
    assert {line["origin"] for line in lines(out, "en")} == {"own"}
    made_up = lines(replace(out, is_generated=True), "en")
    assert {line["origin"] for line in made_up} == {"generated"}


def test_without_a_table_open_data_says_so(homes: object) -> None:
    assert "No table is open to everybody yet." in page(Client(), "/en/open-data/")
    assert page(Client(), OPEN, 404)
    assert page(Client(), f"{OPEN}table.csv", 404)
    assert page(Client(), "/en/open-data/sheltered/2025-13/", 404)


def test_partners_read_fives_that_add_up_and_nobody_else_does(team: People) -> None:
    out = world.released(team, "partners")
    reader = browser(team.partner)
    assert all(value % 5 == 0 for value in out.values)
    assert len(out.values) == 12
    assert [value for value, _ in numbers_on(page(reader, PARTNERS))] == out.values
    assert "TLP:GREEN" in page(reader, PARTNERS)
    sheet = list(csv.DictReader(io.StringIO(page(reader, f"{PARTNERS}table.csv"))))
    rounded = [line for line in sheet if line["state"] == "rounded"]
    assert [int(line["value"]) for line in rounded] == out.values
    listed = page(reader, "/en/desk/tables/for-partners/")
    assert "People in reception: March 2025" in listed
    for address in (PARTNERS, f"{PARTNERS}table.csv", "/en/desk/tables/for-partners/"):
        assert Client().get(address).status_code == 302
        for somebody in (team.administrator, team.coordinator):
            assert browser(somebody).get(address).status_code == 403
    assert page(Client(), OPEN, 404)  # the public got nothing
    assert "no-store" in reader.get(PARTNERS)["Cache-Control"]
    events = AuditLine.objects.filter(person=team.partner.pk, kind="table", outcome="done")
    assert {"table.read", "table.downloaded"} == set(events.values_list("event", flat=True))
    Organisation.objects.filter(code="police").update(is_active=False)
    assert reader.get(PARTNERS).status_code != 200


def test_only_the_centre_plans(team: People) -> None:
    world.proposed(team.editor, "public")
    for somebody in (team.partner, team.administrator, team.coordinator):
        for address in (PLAN, "/en/desk/tables/"):
            assert browser(somebody).get(address).status_code == 403
        for act in ("propose", "decide", "drop", "withdraw"):
            assert browser(somebody).post(f"{PLAN}public/{act}/").status_code == 403
    assert Client().get(PLAN).status_code == 302
    editor = browser(team.editor)
    for address in ("unknown/2025-03/", "sheltered/2021-01/", "sheltered/2090-01/"):
        assert editor.get(f"/en/desk/tables/{address}").status_code == 404
    seen = {"seen": world.mark(team.editor)}
    for act in ("propose", "drop"):
        assert editor.post(f"{PLAN}nobody/{act}/", seen).status_code == 404
    assert "no municipality kept count" in page(editor, "/en/desk/tables/sheltered/2024-11/")


def test_a_withdrawn_table_says_why_and_shows_no_number(team: People) -> None:
    for audience in ("public", "partners"):
        world.released(team, audience)
        refused = browser(team.approver).post(f"{PLAN}{audience}/withdraw/", {"reason_nl": "x"})
        assert refused.status_code == 400
        given = {f"reason_{tag}": words for tag, words in REASONS.items()}
        withdrawn = browser(team.approver).post(f"{PLAN}{audience}/withdraw/", given)
        assert withdrawn.status_code == 302
    for of, address in ((Client(), OPEN), (browser(team.partner), PARTNERS)):
        read = page(of, address)
        assert "Wrong month" in read
        assert numbers_on(read) == []
        assert page(of, f"{address}table.csv", 404)
    assert page(Client(), f"/api/v1/open-data/{TABLE}/2025-03", 404)
    assert "Withdrawn" in page(Client(), "/en/open-data/")
    planner = page(browser(team.editor), PLAN)
    assert len(re.findall(' id="withdrawn-(?:public|partners)"', planner)) == 2
    with pytest.raises(releasing.NotReleased, match="once"):
        world.proposed(team.editor, "public")


def test_pages_cost_as_much_for_many_tables_as_for_one(
    team: People, django_assert_max_num_queries
) -> None:
    editor, reader = browser(team.editor), browser(team.partner)
    for month in MONTHS[:5]:
        world.released(team, "public", month)
        if month < MONTHS[3]:
            world.released(team, "partners", month)
    world.proposed(team.editor, "public", MONTHS[5])
    asked = (
        (Client(), "/en/open-data/", 1),
        (Client(), OPEN, 1),
        (editor, "/en/desk/tables/", 14),
        (editor, PLAN, 15),
        (reader, "/en/desk/tables/for-partners/", 10),
        (reader, PARTNERS, 10),
    )
    for of, address, most in asked:
        of.get(address)
        with django_assert_max_num_queries(most):
            page(of, address)
