"""Anybody reports within one page and one answer; nothing of who they are is kept."""

from __future__ import annotations

import datetime
import re
from unittest.mock import patch

import pytest
from django.db import OperationalError, connections
from django.utils import timezone
from tests.partners.people import organisation
from tests.reception.places import location
from tests.signals.public_page import FACTS, browser, queries_of, send, text_of, token, words_in
from tests.signals.telling import UTRECHT, independent, municipality, safety_region, viewer

from toevlucht.language import LANGUAGES, language
from toevlucht.partners.flood import Flood, address_of
from toevlucht.reception.models import Location, RouteContact
from toevlucht.records.models import AuditLine
from toevlucht.signals import policy
from toevlucht.signals.form_tokens import OLDEST
from toevlucht.signals.models import DeskEntry, Exclusion, Report
from toevlucht.signals.pages import reporting
from toevlucht.signals.pages.unwatched import HELD_ABOVE, REFUSED_ABOVE
from toevlucht.signals.queries.opening import open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
every_language = pytest.mark.parametrize("tag", LANGUAGES)


@pytest.fixture(autouse=True)
def nobody_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "_reports", Flood())


@every_language
def test_who_writes_one_fact_gets_seven_words_and_somebody_is_responsible(tag: str) -> None:
    coordinator = viewer(municipality())
    answer = send(browser(), tag, place_name="utrecht", seen_on="2022-04-05", NLA="")
    assert answer.status_code == 200
    assert len(words_in(answer).split()) == 7
    (made,) = Report.objects.all()
    assert (made.handler, made.municipality, made.language) == ("gm0344", UTRECHT, tag)
    assert (made.week, made.channel, made.origin) == ("2022-W14", "page", "public")
    entry = policy.find_entry(coordinator, made.reference)
    assert entry is not None
    assert open_content(coordinator, entry).words.facts == FACTS


def test_where_nobody_can_handle_it_the_page_promises_nothing() -> None:
    answer = send(browser())
    assert language("nl").say("reporting.sent.nobody") in text_of(answer)
    assert language("nl").say("reporting.sent.next_who") not in text_of(answer)


def test_everything_that_is_asked_is_kept() -> None:
    coordinator = viewer(municipality())
    given = {
        "interpretation": "They are recruited.",
        "first_hand": "told",
        "situation": "work",
        "nla": ["NLA-04", "NLA-08"],
        "rec": ["REC-01"],
        "place_kind": "reception",
        "place": "Gate of the hall",
        "place_name": "Utrecht",
        "day": "in the morning",
        "persons": "Two men",
        "age_group": "adult",
        "sex": "female",
        "concerns": "unknown",
        "contact": "06 1234",
    }
    assert send(browser(), **given).status_code == 200
    made = Report.objects.get()
    assert made.indicators == ["NLA-04", "NLA-08", "REC-01"]
    assert (made.first_hand, made.situation, made.place_kind) == ("told", "work", "reception")
    entry = policy.find_entry(coordinator, made.reference)
    assert entry is not None
    words = open_content(coordinator, entry).words
    assert words.place == "Utrecht\nGate of the hall"
    assert (words.persons, words.contact) == ("Two men", "06 1234")


@every_language
def test_a_form_with_an_error_comes_back_with_its_text_and_a_summary(tag: str) -> None:
    answer = send(browser(), tag, facts="", interpretation="Пишу, що думаю.", seen_on="2999-01-01")
    assert answer.status_code == 400
    page = text_of(answer)
    assert "Пишу, що думаю." in page
    assert 'class="error-summary"' in page
    assert language(tag).say("reporting.error.future") in page
    assert not Report.objects.exists()


def test_a_form_that_came_back_can_be_sent_with_the_same_token() -> None:
    municipality()
    written = token()
    assert send(browser(), facts="", token=written).status_code == 400
    assert send(browser(), token=written).status_code == 200


@pytest.mark.parametrize(
    ("age", "why"),
    [(datetime.timedelta(), "young"), (OLDEST + datetime.timedelta(minutes=1), "old")],
)
def test_a_form_too_young_or_too_old_comes_back_with_its_text(
    age: datetime.timedelta, why: str
) -> None:
    answer = send(browser(), token=token(age))
    assert answer.status_code == 400
    assert language("nl").say(f"reporting.error.{why}") in text_of(answer)
    assert FACTS in text_of(answer)
    assert not Report.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_report_and_shows_the_same_words() -> None:
    municipality()
    written = token()
    first, second = send(browser(), token=written), send(browser(), token=written)
    assert words_in(first) == words_in(second) != ""
    assert language("nl").say("reporting.sent.again") in text_of(second)
    assert Report.objects.count() == 1


def test_after_some_minutes_the_words_are_not_shown_again() -> None:
    municipality()
    written = token()
    send(browser(), token=written)
    DeskEntry.objects.update(since=timezone.now() - datetime.timedelta(minutes=16))
    again = send(browser(), token=written)
    assert words_in(again) == ""
    assert language("nl").say("reporting.sent.gone") in text_of(again)


def test_a_municipality_that_is_not_clear_is_asked_for_and_one_that_is_unknown_does_not_stop() -> (
    None
):
    municipality()
    asked = send(browser(), place_name="Utrech")
    assert asked.status_code == 400
    assert f'value="{UTRECHT}"' in text_of(asked)
    assert send(browser(), place_name="Utrech", place_choice=UTRECHT).status_code == 200
    assert send(browser(), place_name="Nowhere", place_choice="none").status_code == 200
    assert [one.municipality for one in Report.objects.order_by("pk")] == [UTRECHT, ""]


def test_a_link_of_a_location_sets_the_place_and_shows_whom_to_call_there() -> None:
    municipality()
    safety_region()
    organisation("shelter_firm")
    place = Location.objects.create(
        code="abcdefgh2345",
        name="De Hal",
        municipality=UTRECHT,
        kind="emergency",
        state="open",
        operator="shelter_firm",
    )
    desk = RouteContact.objects.create
    desk(area=UTRECHT, kind="nearby", name="Desk of the town", telephone="14030")
    desk(area=UTRECHT, kind="evening", name="Night desk of the town", telephone="14030")
    desk(area=UTRECHT, location=place, kind="nearby", name="Desk of the hall", telephone="1")
    desk(area="GM0307", kind="care", name="Desk elsewhere", telephone="2")
    page = text_of(browser().get("/nl/report/?location=abcdefgh2345"))
    assert "Desk of the hall" in page
    assert "Night desk of the town" in page
    assert ">Desk of the town" not in page
    assert "Desk elsewhere" not in page
    assert "De Hal, Utrecht" in page
    given = {"location": place.code, "concerns": "location", "excluded": ["gm0344"]}
    assert send(browser(), **given).status_code == 200
    made = Report.objects.get()
    assert (made.municipality, made.handler) == (UTRECHT, "vr09")
    excluded = Exclusion.objects.filter(report=made).order_by("organisation")
    assert [one.organisation for one in excluded] == ["gm0344", "shelter_firm"]


@pytest.mark.parametrize("query", ["?location=none", "?municipality=GM9999", "?municipality=x"])
def test_an_old_link_still_opens_the_form(query: str) -> None:
    answer = browser().get(f"/nl/report/{query}")
    assert answer.status_code == 200
    assert 'name="place_name"' in text_of(answer)


def test_a_search_offers_municipalities_without_scripts() -> None:
    page = text_of(browser().get("/nl/report/?place=amersf"))
    assert "?municipality=GM0307" in page


@pytest.mark.parametrize(
    ("accepts", "goes_to"),
    [
        ("uk,en;q=0.5", "/uk/report/"),
        ("ru-RU,ru;q=0.9,en;q=0.5", "/uk/report/"),
        ("pl,en;q=0.5", "/en/report/"),
        ("", "/nl/report/"),
        ("*", "/nl/report/"),
    ],
)
def test_the_short_address_leads_to_the_page_in_the_readers_language(
    accepts: str, goes_to: str
) -> None:
    answer = browser().get("/melden?municipality=GM0344", headers={"accept-language": accepts})
    assert (answer.status_code, answer["Location"]) == (302, f"{goes_to}?municipality=GM0344")


def test_no_page_sets_a_cookie_is_kept_in_a_cache_or_passes_the_address_on() -> None:
    municipality()
    client = browser()
    answers = [
        client.get("/uk/report/"),
        send(client),
        client.get("/uk/report/return/"),
        client.get("/uk/report/receipt/"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert not client.cookies


def test_a_browser_neither_translates_the_words_nor_passes_on_what_is_typed() -> None:
    municipality()
    assert '<ol class="receipt" translate="no">' in text_of(send(browser()))
    for path in ("", "return/", "receipt/"):
        page = text_of(browser().get(f"/nl/report/{path}"))
        typed = re.findall(r"<textarea[^>]*>|<input type=\"text\"[^>]*>", page)
        assert typed
        assert all('autocomplete="off"' in one for one in typed)
        assert all('spellcheck="false"' in one for one in typed)


def test_nothing_of_the_request_is_kept() -> None:
    municipality()
    client = browser("198.51.100.77")
    answer = client.post(
        "/nl/report/",
        {"facts": FACTS, "token": token()},
        headers={"user-agent": "Very-Special-Browser", "referer": "https://secret.example/"},
    )
    assert answer.status_code == 200
    kept = " ".join(_everything())
    for trace in ("198.51.100.77", "Very-Special-Browser", "secret.example", *words_in(answer)):
        if len(trace) > 1:
            assert trace not in kept
    assert words_in(answer) not in kept
    (line,) = AuditLine.objects.filter(event="report.received")
    assert (line.person, line.organisation, line.roles) == (None, "", [])


def test_a_flood_from_one_address_is_received_apart_and_far_above_it_honestly_refused() -> None:
    municipality()
    send(browser())
    _come_from("192.0.2.1", HELD_ABOVE)
    assert send(browser()).status_code == 200
    send(browser("192.0.2.9"))
    assert [one.is_held for one in DeskEntry.objects.order_by("pk")] == [False, True, False]
    _come_from("192.0.2.1", REFUSED_ABOVE)
    refused = send(browser())
    assert refused.status_code == 429
    assert FACTS in text_of(refused)
    assert Report.objects.count() == 3


def test_when_it_cannot_be_saved_the_text_comes_back_and_the_same_form_works_later() -> None:
    municipality()
    written = token()
    full = OperationalError("database or disk is full")
    place = "toevlucht.signals.actions.receiving.record_change"
    with patch(place, side_effect=full):
        answer = send(browser(), token=written, municipality=UTRECHT)
    assert answer.status_code == 503
    assert FACTS in text_of(answer)
    assert f'name="municipality" value="{UTRECHT}"' in text_of(answer)
    assert not Report.objects.exists()
    assert send(browser(), token=written).status_code == 200


def test_a_report_costs_at_most_ten_queries_besides_the_lines_of_the_trail() -> None:
    municipality()
    safety_region()
    send(browser())
    given = {"place_name": "Utrecht", "concerns": "municipality"}
    asked = queries_of(lambda: send(browser(), **given))
    assert len(asked) <= 10, asked


def test_a_place_and_an_exclusion_cost_two_queries_more() -> None:
    keeper = municipality()
    safety_region()
    independent()
    there = location(keeper)
    given = {
        "municipality": UTRECHT,
        "location": there.code,
        "concerns": "location",
        "excluded": ["gm0344"],
        "keep_from": "The manager",
    }
    send(browser(), **given)
    asked = queries_of(lambda: send(browser(), **given))
    made = Report.objects.order_by("-pk").first()
    assert made is not None
    assert Exclusion.objects.filter(report=made).exists()
    assert len(asked) <= 12, asked


def _come_from(address: str, times: int) -> None:
    from django.test import RequestFactory

    digest = address_of(RequestFactory().get("/", REMOTE_ADDR=address))
    while reporting._reports.count(digest, timezone.now()) < times:
        pass


def _everything() -> list[str]:
    """Every value in every table of both databases."""
    found = []
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [
                    str(bytes(v) if isinstance(v, memoryview) else v)
                    for row in cursor.fetchall()
                    for v in row
                ]
    return found
