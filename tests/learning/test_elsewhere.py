"""A list of courses of others: matched with the own roster, whole or not at all, and counted."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.reception.places import location, neighbour
from tests.signals.telling import municipality, viewer

from toevlucht.learning.actions.elsewhere import forget_completions, record_completions, withdraw
from toevlucht.learning.models import ElsewhereCompletion, Withdrawal
from toevlucht.learning.queries.coverage import Coverage, coverage_of
from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster, forget_entries
from toevlucht.partners.models import Person, RosterEntry
from toevlucht.reception.models import Location
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LIST, FILE = "/en/desk/courses/elsewhere/", "/en/desk/courses/elsewhere/file/"
RED_CROSS = "red-cross-recognise"
DAY = datetime.timedelta(days=1)


def works(keeper: Person, name: str, place: Location, role: str = "staff") -> RosterEntry:
    since = timezone.localdate() - 90 * DAY
    return add_to_roster(viewer(keeper), AboutEntry(name, role, since, place=place.code))


def send(browser: Client, *lines: str) -> str:
    text = "\n".join(("Code;Naam;Cursus;Gedaan op".replace("Code", "Code in het rooster"), *lines))
    answer = browser.post(FILE, {"file": SimpleUploadedFile("list.csv", text.encode())})
    assert answer.status_code == (400 if "error-summary" in answer.content.decode() else 200)
    return answer.content.decode()


def signed(page: str) -> str:
    return page.split('name="rows" value="')[1].split('"')[0]


def of(place: Location, day: datetime.date | None = None) -> Coverage:
    return coverage_of([place], day or timezone.localdate()).get(place.code, Coverage())


def test_who_learned_elsewhere_counts_after_a_preview_until_it_is_withdrawn_or_over() -> None:
    keeper, today = municipality(), timezone.localdate()
    here = location(keeper)
    anna, twin = works(keeper, "Anna Smit", here), works(keeper, "Jan Bos", here, "volunteer")
    works(keeper, "Jan Bos", here)
    browser, done = Client(), today - 3 * DAY
    browser.force_login(keeper)
    assert "Nothing was written down yet. Send" in browser.get(LIST).content.decode()
    page = send(
        browser,
        f";anna  SMIT;{RED_CROSS};{done}",
        f"{twin.code};;Herkenning mensenhandel;{done:%d-%m-%Y}",
    )
    assert "All 2 rows match" in page
    assert not ElsewhereCompletion.objects.exists()
    assert of(here) == Coverage(3)
    rows = {"rows": signed(page)}
    for told in ("Written down: 2.", "Written down: 0. Were there already: 2."):
        assert told in browser.post(FILE, rows, follow=True).content.decode()
    assert of(here) == Coverage(3, 2)
    until = ElsewhereCompletion.objects.values_list("valid_until", flat=True)[0]
    assert of(here, until).trained == of(here, until).soon == 2
    assert of(here, until + DAY) == Coverage(3)
    with pytest.raises(IntegrityError), transaction.atomic():
        ElsewhereCompletion.objects.update(completed_on=today)
    wrong = ElsewhereCompletion.objects.get(entry=anna)
    assert browser.post(f"{LIST}{wrong.reference}/withdraw/", {"reason": ""}).status_code == 400
    answer = browser.post(
        f"{LIST}{wrong.reference}/withdraw/", {"reason": "other_day"}, follow=True
    )
    assert "Withdrawn. The day is wrong" in answer.content.decode()
    assert of(here) == Coverage(3, 1)
    pressed_again = browser.post(FILE, rows, follow=True).content.decode()
    assert "Written down: 0. Were there already: 1." in pressed_again
    assert "withdrawn since you saw this page: 1." in pressed_again
    assert of(here) == Coverage(3, 1), "who goes back and presses means what was there before"
    page = send(browser, f"{anna.code};;{RED_CROSS};{done}")
    assert "You withdrew this row before." in page
    assert (
        "Written down: 1."
        in browser.post(FILE, {"rows": signed(page)}, follow=True).content.decode()
    )
    assert of(here) == Coverage(3, 2), "who sends a new file after it knows better"
    withdraw(viewer(keeper), ElsewhereCompletion.objects.latest("pk").reference, "other_day")
    browser.post(FILE, {"rows": signed(page)})
    assert of(here) == Coverage(3, 1), "and what that wrote down stays withdrawn in its turn"
    for event in ("listed", "recorded", "withdrawn"):
        assert AuditLine.objects.filter(event=f"completion.{event}").exists()


def test_every_problem_is_told_at_its_place_and_nothing_is_taken() -> None:
    keeper = municipality()
    here = location(keeper)
    anna, twin = works(keeper, "Anna Smit", here), works(keeper, "Jan Bos", here)
    works(keeper, "Jan Bos", here, "interpreter")
    stranger = neighbour()
    theirs = add_to_roster(viewer(stranger), AboutEntry("Els Vos", "staff", timezone.localdate()))
    browser = Client()
    browser.force_login(keeper)
    later = timezone.localdate() + DAY
    page = send(
        browser,
        f";Els Vos;{RED_CROSS};2022-03-01",
        f"{theirs.code};;{RED_CROSS};2022-03-01",
        f";Jan Bos;{RED_CROSS};2022-03-01",
        f"{anna.code};Jan Bos;{RED_CROSS};2022-03-01",
        ";Anna Smit;Zwemles;2022-03-01",
        f";Anna Smit;{RED_CROSS};{later}",
        f";;{RED_CROSS};gisteren",
        f";Anna Smit;{RED_CROSS};2022-03-01",
    )
    for row, told in enumerate(
        (
            "This name is not in your roster",
            "This code is not in your roster",
            f"Fill in the code of who it is: {twin.code} (Staff, De Linde)",
            "This code belongs to another name",
            "This course is not on our list",
            "Fill in today or an earlier day",
            "It does not say who it is",
        ),
        2,
    ):
        assert f"row {row}, " in page.lower()
        assert told in page
    assert "row 9, " not in page.lower()
    interpreter = RosterEntry.objects.get(role="interpreter")
    page = send(browser, f"{interpreter.code};;{RED_CROSS};2022-03-01")
    assert "does not count for the role ‘Interpreter’" in page
    assert not ElsewhereCompletion.objects.exists()
    form = browser.get(f"{FILE}completions.xlsx")
    assert form.status_code == 200
    empty = browser.post(FILE, {"file": SimpleUploadedFile("list.xlsx", form.content)})
    assert empty.status_code == 400


def test_another_organisation_finds_nothing_and_who_keeps_no_roster_is_refused() -> None:
    keeper, today = municipality(), timezone.localdate()
    anna = works(keeper, "Anna Smit", location(keeper))
    record_completions(viewer(keeper), [(anna.code, RED_CROSS, today)])
    kept = ElsewhereCompletion.objects.get()
    organisation("red_cross")
    for somebody in (neighbour(), person("ivo", "red_cross", "contributor")):
        browser = Client()
        browser.force_login(somebody)
        assert "Anna Smit" not in browser.get(LIST).content.decode()
        assert browser.get(f"{LIST}{kept.reference}/withdraw/").status_code in (403, 404)
        with pytest.raises(NotAllowed):
            withdraw(viewer(somebody), kept.reference, "other_day")
    with pytest.raises(NotAllowed):
        record_completions(viewer(somebody, "contributor"), [])
    assert not Withdrawal.objects.exists()
    page = Client()
    page.force_login(keeper)
    forged = page.post(FILE, {"rows": "x:y:z"})
    assert forged.status_code == 400


def test_it_goes_with_the_name_of_who_did_it() -> None:
    keeper, today = municipality(), timezone.localdate()
    anna = works(keeper, "Anna Smit", location(keeper))
    record_completions(viewer(keeper), [(anna.code, RED_CROSS, today)])
    withdraw(viewer(keeper), ElsewhereCompletion.objects.get().reference, "other_person")
    assert forget_completions(10) == 0
    RosterEntry.objects.update(works_from=today - 2000 * DAY, works_until=today - 1000 * DAY)
    forget_entries(10)
    assert forget_completions(10) == 1
    assert not ElsewhereCompletion.objects.exists()
    assert not Withdrawal.objects.exists()
