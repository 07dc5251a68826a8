"""What partners receive: who may read it under its mark, and who hears of a correction."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.picture.workflow.conftest import Centre, changed, look, viewer
from tests.picture.workflow.test_course import correct

from toevlucht.partners.models import Organisation
from toevlucht.picture.models import Opening
from toevlucht.picture.queries.drafts import waiting_for
from toevlucht.records.models import AuditLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]

PAGE = "/nl/desk/editions/ukraine-2022/1/v1/"
FILE = f"{PAGE}files/nl/figures/ladder.csv"


def kinds(centre: Centre, somebody) -> list[str]:
    return [one.kind for one in waiting_for(viewer(somebody))]


@pytest.mark.parametrize(
    ("handling", "outsider_may"),
    [("clear", True), ("green", True), ("amber", False), ("amber_strict", False), ("red", False)],
)
def test_the_mark_decides_who_reads_it(
    centre: Centre, at_desk, handling: str, outsider_may: bool
) -> None:
    centre.published(changed(handling=handling))
    people = centre.people
    for address in (PAGE, FILE):
        for somebody in (people.police, people.police_reader, people.kmar, people.approver):
            assert look(at_desk(somebody), address).status_code == 200
        expected = 200 if outsider_may else 404
        assert look(at_desk(people.outsider), address).status_code == expected
        assert look(Client(), address).status_code == 302
    listed = look(at_desk(people.outsider), "/nl/desk/editions/").content.decode()
    assert ("ukraine-2022" in listed) is outsider_may


def test_an_administrator_alone_reads_no_edition(centre: Centre, at_desk) -> None:
    centre.published(changed(handling="clear"))
    for somebody in (centre.people.outside_administrator, centre.people.centre_administrator):
        for address in (PAGE, FILE, "/nl/desk/editions/"):
            assert look(at_desk(somebody), address).status_code == 403


def test_an_organisation_that_is_closed_reads_nothing(centre: Centre, at_desk) -> None:
    centre.published(changed(handling="green"))
    browser = at_desk(centre.people.outsider)
    assert look(browser, PAGE).status_code == 200
    Organisation.objects.filter(code="red_cross").update(is_active=False)
    assert look(browser, PAGE).status_code != 200


def test_what_an_outsider_may_not_see_looks_like_what_is_not_there(centre: Centre, at_desk) -> None:
    centre.published()
    browser = at_desk(centre.people.outsider)
    hidden = look(browser, PAGE)
    absent = look(browser, "/nl/desk/editions/ukraine-2022/9/v1/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(b"/1/v1/", b"/9/v1/") == absent.content
    assert AuditLine.objects.filter(event="rendition.read", outcome="refused").count() == 2


def test_reads_and_downloads_are_on_record(centre: Centre, at_desk) -> None:
    draft = centre.published()
    browser = at_desk(centre.people.police)
    look(browser, PAGE)
    look(browser, FILE)
    edition = str(draft.published.for_partners.pk)
    lines = AuditLine.objects.filter(person=centre.people.police.pk, event__startswith="rendition")
    assert [(line.event, line.ids[0]) for line in lines.order_by("pk")] == [
        ("rendition.read", edition),
        ("rendition.downloaded", edition),
    ]


def test_nothing_of_it_is_kept_in_a_cache_and_files_are_saved(centre: Centre, at_desk) -> None:
    centre.published()
    browser = at_desk(centre.people.police)
    for address in (PAGE, FILE):
        answer = look(browser, address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert look(browser, FILE)["Content-Disposition"].startswith("attachment")
    assert "amber" in look(browser, FILE)["Content-Disposition"]


@pytest.mark.parametrize("path", ["../v1/nl/body.html", "manifest.json", "nl/../edition.css", "x"])
def test_only_files_that_belong_to_it_are_given(centre: Centre, at_desk, path: str) -> None:
    centre.published()
    assert look(at_desk(centre.people.police), f"{PAGE}files/{path}").status_code == 404


def test_the_page_carries_its_mark(centre: Centre, at_desk) -> None:
    centre.published()
    assert "TLP:AMBER" in look(at_desk(centre.people.police), PAGE).content.decode()


def test_who_received_a_version_hears_of_its_correction_until_they_opened_it(
    centre: Centre, at_desk
) -> None:
    draft = centre.published()
    people = centre.people
    assert "correction" not in kinds(centre, people.police)
    correct(centre, draft)
    for somebody in (people.police, people.police_reader, people.kmar):
        assert kinds(centre, somebody) == ["correction"]
    assert kinds(centre, people.outsider) == []
    browser = at_desk(people.police)
    older = look(browser, PAGE).content.decode()
    assert "Er is een verbeterde versie van deze uitgave" in older
    assert kinds(centre, people.police) == ["correction"]
    look(browser, PAGE.replace("v1", "v2"))
    assert kinds(centre, people.police) == []
    assert kinds(centre, people.police_reader) == ["correction"]
    look(browser, PAGE.replace("v1", "v2"))
    assert Opening.objects.filter(person=people.police).count() == 2


def test_who_opened_a_green_version_hears_of_its_correction_too(centre: Centre, at_desk) -> None:
    draft = centre.published(changed(handling="green"))
    look(at_desk(centre.people.outsider), PAGE)
    correct(centre, draft)
    assert kinds(centre, centre.people.outsider) == ["correction"]


def test_the_public_sees_nothing_of_a_series_before_its_first_edition(centre: Centre) -> None:
    centre.open()
    assert look(Client(), "/nl/picture/ukraine-2022/").status_code == 404
    centre.publish(centre_ready(centre))
    assert look(Client(), "/nl/picture/ukraine-2022/").status_code == 200


def centre_ready(centre: Centre):
    from tests.picture.workflow.test_course import prepared

    return prepared(centre, centre.series.drafts.get())


def test_the_public_page_is_there_beside_it(centre: Centre) -> None:
    centre.published()
    answer = look(Client(), "/nl/picture/ukraine-2022/1/v1/")
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def test_a_page_takes_as_many_queries_for_one_edition_as_for_many(
    centre: Centre, at_desk, django_assert_max_num_queries
) -> None:
    centre.published()
    browser = at_desk(centre.people.police)
    look(browser, PAGE)
    with django_assert_max_num_queries(14):
        look(browser, PAGE)
    with django_assert_max_num_queries(12):
        look(browser, "/nl/desk/editions/")
