"""A round asks what the handbook requires; what is not met becomes somebody's, with a date."""

from __future__ import annotations

import datetime
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.places import location, neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.models import Person
from toevlucht.reception.actions.inspecting import (
    Found,
    NothingToAsk,
    Unfinished,
    begin_inspection,
    change_improvement,
    finish_improvement,
    make_clean_photos,
    save_round,
)
from toevlucht.reception.models import (
    HostHousehold,
    Improvement,
    Inspection,
    InspectionItem,
    InspectionPhoto,
    Location,
)
from toevlucht.reception.queries.inspections import asked_in, find_inspection
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SEEN = "The emergency door behind the kitchen is locked with a chain."


@pytest.fixture
def keeper(published_handbooks: None) -> Person:
    return municipality()


@pytest.fixture
def shelter(keeper: Person) -> Location:
    return location(keeper)


def round_of(keeper: Person, shelter: Location, occasion: str = "opening") -> Inspection:
    return begin_inspection(viewer(keeper), shelter, occasion, timezone.localdate())


def everything_met(inspection: Inspection, but: str = "", **found: object) -> dict[str, Found]:
    codes = inspection.items.values_list("code", flat=True)
    all_met = {code: Found("met") for code in codes}
    return {**all_met, but: Found("not_met", SEEN, **found)} if but else all_met  # type: ignore[arg-type]


def picture() -> bytes:
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of the inspector"
    Image.new("RGB", (40, 30), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_an_opening_asks_what_the_handbook_of_today_asks_at_an_opening(
    keeper: Person, shelter: Location
) -> None:
    begun = round_of(keeper, shelter)
    asked = asked_in(viewer(keeper), begun, "nl")
    assert {"GOO-01", "GOO-05"} <= {one.item.code for one in asked}
    assert all("opening" in one.item.requirement.occasions for one in asked)
    assert asked[0].text == asked[0].item.requirement.text_nl
    assert AuditLine.objects.get(event="inspection.begun").ids == [begun.code]


def test_a_round_that_was_begun_goes_on(keeper: Person, shelter: Location) -> None:
    assert round_of(keeper, shelter) == round_of(keeper, shelter)


def test_before_there_was_a_handbook_there_is_nothing_to_ask(
    keeper: Person, shelter: Location
) -> None:
    with pytest.raises(NothingToAsk):
        begin_inspection(viewer(keeper), shelter, "opening", datetime.date(2020, 1, 1))


def test_a_home_is_visited_along_the_other_handbook(keeper: Person) -> None:
    home = HostHousehold.objects.create(code="home", municipality="GM0344")
    begun = begin_inspection(viewer(keeper), home, "home_visit", timezone.localdate())
    assert {code[:3] for code in begun.items.values_list("code", flat=True)} == {"POO"}
    with pytest.raises(NotAllowed):
        begin_inspection(viewer(keeper), home, "monthly", timezone.localdate())


def test_who_only_reads_a_place_walks_no_round_there(keeper: Person, shelter: Location) -> None:
    for other in (safety_region(), neighbour()):
        with pytest.raises(NotAllowed):
            round_of(other, shelter)


def test_what_is_not_met_becomes_an_improvement_with_an_owner_and_a_day(
    keeper: Person, shelter: Location
) -> None:
    begun, due = round_of(keeper, shelter), timezone.localdate() + datetime.timedelta(days=3)
    colleague = person("fire", "gm0344", "coordinator")
    found = everything_met(begun, but="GOO-05", owner=colleague.pk, due_on=due)
    save_round(viewer(keeper), begun, found, finish=True)
    made = Improvement.objects.get()
    assert (made.item.code, made.owner, made.due_on) == ("GOO-05", colleague.pk, due)
    assert SEEN.encode() not in bytes(made.item.reason or b"")
    assert SEEN in [one.reason for one in asked_in(viewer(keeper), begun, "en")]


def test_without_an_owner_it_is_the_inspectors_within_two_weeks(
    keeper: Person, shelter: Location
) -> None:
    begun = round_of(keeper, shelter)
    outsider = neighbour()
    found = everything_met(begun, but="GOO-05", owner=outsider.pk)
    save_round(viewer(keeper), begun, found, finish=True)
    made = Improvement.objects.get()
    assert (made.owner, made.due_on - timezone.localdate()) == (
        keeper.pk,
        datetime.timedelta(days=14),
    )


def test_a_round_is_not_finished_before_everything_was_looked_at(
    keeper: Person, shelter: Location
) -> None:
    begun = round_of(keeper, shelter)
    with pytest.raises(Unfinished) as refused:
        save_round(viewer(keeper), begun, {"GOO-01": Found("met")}, finish=True)
    assert "GOO-05" in refused.value.codes
    assert not InspectionItem.objects.exclude(result="").exists()


def test_only_who_walks_a_round_saves_it_and_not_after_it_is_finished(
    keeper: Person, shelter: Location
) -> None:
    begun = round_of(keeper, shelter)
    colleague = viewer(person("colleague", "gm0344", "coordinator"))
    with pytest.raises(NotAllowed):
        save_round(colleague, begun, {"GOO-01": Found("met")}, finish=False)
    save_round(viewer(keeper), begun, everything_met(begun), finish=True)
    with pytest.raises(NotAllowed):
        save_round(viewer(keeper), begun, {"GOO-01": Found("not_met", SEEN)}, finish=False)


def test_the_database_refuses_a_shortcoming_without_an_explanation(
    keeper: Person, shelter: Location
) -> None:
    item = round_of(keeper, shelter).items.first()
    assert item is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionItem.objects.filter(pk=item.pk).update(result="not_met")


def test_an_inspector_sees_the_last_result_at_this_place(keeper: Person, shelter: Location) -> None:
    first = round_of(keeper, shelter)
    save_round(viewer(keeper), first, everything_met(first, but="GOO-05"), finish=True)
    elsewhere = location(keeper, "De Eik")
    for place, expected in ((shelter, "not_met"), (elsewhere, None)):
        asked = asked_in(viewer(keeper), round_of(keeper, place), "en")
        before = next(one.before for one in asked if one.item.code == "GOO-05")
        assert (before.result if before else None) == expected


def test_a_photo_sent_twice_is_one_and_loses_what_the_camera_said(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    begun = round_of(keeper, shelter)
    found = {"GOO-05": Found(photos=[GivenFile("door.jpg", picture())])}
    for _ in range(2):
        save_round(viewer(keeper), begun, found, finish=False)
    photo = InspectionPhoto.objects.get()
    address = f"/en/desk/inspections/{begun.code}/photo/GOO-05/1/"
    browser = desk(keeper)
    assert browser.get(address).status_code == 404  # until there is a clean copy
    assert make_clean_photos(begun.code) == {"copies": 1}
    assert make_clean_photos(begun.code) == {"copies": 0}
    content = browser.get(address).content
    assert content.startswith(b"\xff\xd8")
    assert b"Camera" in picture()
    assert b"Camera" not in content
    assert InspectionPhoto.objects.get().stored != photo.stored
    assert desk(neighbour()).get(address).status_code == 404


def test_a_region_reads_results_and_not_the_words(keeper: Person, shelter: Location) -> None:
    begun = round_of(keeper, shelter)
    save_round(viewer(keeper), begun, everything_met(begun, but="GOO-05"), finish=True)
    region = viewer(safety_region())
    assert find_inspection(region, begun.code)
    asked = {one.item.code: one for one in asked_in(region, begun, "en")}
    assert (asked["GOO-05"].item.result, asked["GOO-05"].reason) == ("not_met", None)
    assert find_inspection(viewer(neighbour()), begun.code) is None


def form_of(inspection: Inspection, **changed: str) -> dict[str, str]:
    codes = inspection.items.values_list("code", flat=True)
    return {**{f"{code}-result": "met" for code in codes}, **changed}


def begin_on_pages(browser: Client, shelter: Location) -> str:
    address = f"/en/desk/places/{shelter.code}/inspections/"
    assert "Nobody walked a round here yet" in browser.get(address).content.decode()
    return str(browser.post(address, {"occasion": "opening"})["Location"])


def test_a_round_from_beginning_to_mended_on_pages(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    browser = desk(keeper)
    address = begin_on_pages(browser, shelter)
    begun = Inspection.objects.get()
    page = browser.get(address).content.decode()
    assert "no names of residents" in page
    assert "/en/desk/places/" not in page  # nothing but the round is kept on a phone
    sent = form_of(begun, **{"GOO-05-result": "not_met", "GOO-05-reason": "", "finish": ""})
    page = browser.post(address, sent).content.decode()
    assert "Say what you saw" in page
    assert not begun.items.exclude(result="").exists()
    sent["GOO-05-reason"] = SEEN
    assert browser.post(address, sent)["Location"] == f"/en/desk/inspections/{begun.code}/"
    assert SEEN in browser.get(f"/en/desk/inspections/{begun.code}/").content.decode()
    made = Improvement.objects.get()
    assert made.code in browser.get("/en/desk/improvements/?mine").content.decode()
    one = f"/en/desk/improvements/{made.code}/"
    assert "error-summary" in browser.post(one, {"mended": "", "words": ""}).content.decode()
    browser.post(one, {"mended": "", "words": "The chain is gone."})
    assert "The chain is gone." in browser.get(one).content.decode()
    assert "There is nothing to mend." in browser.get("/en/desk/improvements/").content.decode()


def test_who_only_reads_an_improvement_changes_and_finishes_nothing(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    begun = round_of(keeper, shelter)
    save_round(viewer(keeper), begun, everything_met(begun, but="GOO-05"), finish=True)
    made = Improvement.objects.get()
    for other in (safety_region(), neighbour()):
        with pytest.raises(NotAllowed):
            change_improvement(viewer(other), made, other.pk, timezone.localdate())
        with pytest.raises(NotAllowed):
            finish_improvement(viewer(other), made, "Done.")
    region = desk(Person.objects.get(organisation__code="vr09"))
    assert "form" not in region.get(f"/en/desk/improvements/{made.code}/").context
    outsider = desk(Person.objects.get(organisation__code="gm0363"))
    assert outsider.get(f"/en/desk/improvements/{made.code}/").status_code == 404
    assert Improvement.objects.get().done_on is None


def test_the_copy_for_a_phone_has_nothing_in_it_that_somebody_wrote(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    begun = round_of(keeper, shelter)
    save_round(viewer(keeper), begun, {"GOO-05": Found("not_met", SEEN)}, finish=False)
    address = f"/en/desk/inspections/{begun.code}/round/"
    browser = desk(keeper)
    assert SEEN in browser.get(address).content.decode()
    blank = browser.get(f"{address}?blank").content.decode()
    assert SEEN not in blank
    assert "checked>" not in blank


def test_a_script_hears_in_json_what_is_wrong_and_where_to_go(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    begun, browser = round_of(keeper, shelter), desk(keeper)
    address = f"/en/desk/inspections/{begun.code}/round/"
    as_script = {"HTTP_ACCEPT": "application/json"}
    answer = browser.post(address, {"GOO-01-result": "met", "finish": ""}, **as_script)
    assert answer.status_code == 422
    assert ["id_GOO-05-result_0", "GOO-05", "Say what you found here before you finish."] in (
        json.loads(answer.content)["problems"]
    )
    file = SimpleUploadedFile("x.exe", b"MZ\x00\x01")
    answer = browser.post(address, {"GOO-01-photos": file, "save": ""}, **as_script)
    assert json.loads(answer.content)["problems"][0][:2] == ["id_GOO-01-photos", "GOO-01"]
    answer = browser.post(address, {**form_of(begun), "finish": ""}, **as_script)
    assert json.loads(answer.content) == {"done": f"/en/desk/inspections/{begun.code}/"}


def test_the_key_for_a_device_is_new_each_time_and_only_for_who_walks_the_round(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    address = f"/en/desk/inspections/{round_of(keeper, shelter).code}/key/"
    browser = desk(keeper)
    given = [browser.post(address).json() for _ in range(2)]
    assert [len(one["key"]) for one in given] == [32, 32]
    assert given[0]["key"] != given[1]["key"]
    hours = given[0]["until"] / 3_600_000 - timezone.now().timestamp() / 3600
    assert 71.9 < hours <= 72
    assert "no-store" in browser.post(address)["Cache-Control"]
    colleague = desk(person("colleague", "gm0344", "coordinator"))
    assert colleague.post(address).status_code == 404
    assert Client().post(address).status_code == 302


def test_pages_ask_the_database_the_same_however_much_is_asked_and_found(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    browser = desk(keeper)
    counted = []
    for name in ("De Linde", "De Eik", "De Beuk"):
        place = shelter if name == "De Linde" else location(keeper, name)
        begun = round_of(keeper, place)
        codes = begun.items.values_list("code", flat=True)
        found = {code: Found("not_met", SEEN) for code in codes[: 2 * (len(counted) + 1)]}
        save_round(viewer(keeper), begun, {**everything_met(begun), **found}, finish=True)
        for address in (f"/en/desk/inspections/{begun.code}/", "/en/desk/improvements/"):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
            counted.append(len(asked))
    assert counted[0::2] == [counted[0]] * 3
    assert counted[1::2] == [counted[1]] * 3
    assert max(counted) <= 12


def test_the_page_of_a_location_tells_its_last_round_and_what_is_to_be_mended(
    keeper: Person, shelter: Location, desk: Desk
) -> None:
    page = f"/en/desk/places/{shelter.code}/"
    browser = desk(keeper)
    assert "No inspection was finished here yet." in browser.get(page).content.decode()
    begun = round_of(keeper, shelter)
    save_round(viewer(keeper), begun, everything_met(begun, but="GOO-05"), finish=True)
    made = Improvement.objects.get()
    for reader in (keeper, safety_region()):
        shown = desk(reader).get(page).content.decode()
        assert f"/en/desk/inspections/{begun.code}/" in shown
        assert f"/en/desk/improvements/{made.code}/" in shown
        assert SEEN not in shown
    assert AuditLine.objects.filter(event="improvements.listed", ids=[made.code]).count() == 2
    colleague = person("reporter", "gm0344", "reporter")
    for outsider in (neighbour(), colleague):
        assert desk(outsider).get(page).status_code in (403, 404)
