"""The API: the same rules as the pages, errors that a program can read, and its own description."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from pytest_django.fixtures import Settings
from tests.partners.people import person
from tests.picture.contributing.packages import package
from tests.picture.contributing.people import Desks, everybody
from tests.picture.desk import observation

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.models import ApiKey
from toevlucht.partners.queries import viewer_of_person
from toevlucht.picture.models import Contribution
from toevlucht.records.models import AuditLine

API = "/api/v1"
NIL = {
    "series": "ukraine-2022",
    "period_from": "2022-02-24",
    "period_to": "2022-04-24",
    "cut_off": "2022-04-24",
    "counting_mode": "cumulative",
}
Program = Callable[..., Client]


@pytest.fixture(autouse=True)
def nothing_counted_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def desks(db: None) -> Desks:
    return everybody()


@pytest.fixture
def program(desks: Desks) -> Program:
    """A program that calls with a key made by one of the people."""

    def calling(name: str = "owner", *roles: str, language: str = "en") -> Client:
        viewer = viewer_of_person(desks.people[name].pk)
        _, key = make_api_key(viewer, "A program", roles or ("contributor",), 30)
        return Client(headers={"authorization": f"Bearer {key}", "accept-language": language})

    return calling


def posted(client: Client, path: Path) -> Any:
    return client.post(f"{API}/contributions", path.read_bytes(), content_type="application/zip")


def is_problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem that an answer carries; there is no other kind of error."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["API-Version"] == "1.0.0"
    body: dict[str, Any] = json.loads(response.content)
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert body["title"]
    return body


def test_a_program_sends_a_zip_and_reads_it_back(program: Program, tmp_path: Path) -> None:
    client = program()
    sent = package(tmp_path, observations=[observation("K-1", count="3")])
    response = posted(client, sent)
    assert response.status_code == 201
    taken = Contribution.objects.get()
    assert response["Location"] == f"{API}/contributions/{taken.pk}"
    one = client.get(response["Location"]).json()
    assert (one["id"], one["rows"], one["channel"]) == (taken.pk, {"observations": 1}, "api")
    assert one["sha256"] == taken.sha256
    rows = client.get(f"{response['Location']}/rows/observations").json()
    assert (rows["of"], rows["items"][0]["id"], rows["next"]) == (1, "K-1", None)
    file = client.get(f"{response['Location']}/file")
    assert b"".join(file.streaming_content) == sent.read_bytes()  # type: ignore[attr-defined]
    listed = client.get(f"{API}/contributions").json()
    assert [item["id"] for item in listed["items"]] == [taken.pk]
    line = AuditLine.objects.get(event="contribution.taken")
    assert (line.channel, line.organisation) == ("api", "kmar")
    assert posted(client, sent).status_code == 200  # the same bytes again
    assert Contribution.objects.count() == 1


def test_files_are_as_good_as_a_zip(program: Program, tmp_path: Path) -> None:
    from tests.picture.desk import Desk

    folder = Desk(tmp_path).receive("kmar", observations=[observation("K-1")])
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    assert program().post(f"{API}/contributions", {"files": files}).status_code == 201


@pytest.mark.parametrize(
    ("language", "what"),
    [("nl", "Er is 1 probleem"), ("en", "There is 1 problem"), ("uk", "Є 1 проблема")],
)
def test_a_broken_package_says_what_is_wrong_where(
    program: Program, tmp_path: Path, language: str, what: str
) -> None:
    client = program(language=language)
    sent = package(tmp_path, observations=[observation("K-1", count="1,5")])
    body = is_problem(posted(client, sent), 400)
    assert what in body["detail"]
    (error,) = body["errors"]
    assert (error["code"], error["file"], error["row"], error["column"]) == (
        "decimal_comma",
        "observations.csv",
        2,
        "count",
    )
    assert error["what"]
    assert error["mend"]
    assert not Contribution.objects.exists()
    assert AuditLine.objects.filter(event="contribution.refused").count() == 1


def test_a_nil_return_is_one_call(program: Program) -> None:
    client = program()
    response = client.post(f"{API}/nil-returns", NIL, content_type="application/json")
    assert response.status_code == 201
    assert response.json()["is_nil"]
    assert client.get(response["Location"]).json()["nil"]


def test_withdrawing_is_one_call_and_only_once(program: Program, tmp_path: Path) -> None:
    client = program()
    address = posted(client, package(tmp_path, observations=[observation("K-1")]))["Location"]
    assert client.delete(address).status_code == 204
    assert client.get(address).json()["state"] == "withdrawn"
    assert is_problem(client.delete(address), 409)["type"].endswith("withdrawn_already")


@pytest.mark.parametrize("path", ["", "/file", "/rows/observations"])
def test_another_organisations_contribution_is_not_there(
    program: Program, tmp_path: Path, path: str
) -> None:
    address = posted(program(), package(tmp_path, observations=[observation("K-1")]))["Location"]
    is_problem(program("outsider").get(f"{address}{path}"), 404)
    refused = AuditLine.objects.get(outcome="refused")
    assert refused.organisation == "police"
    assert program("outsider").get(f"{API}/contributions").json()["items"] == []
    is_problem(program("outsider").delete(address), 404)
    is_problem(program("outsider").post(f"{address}/traces/1"), 404)


def test_a_key_to_read_does_not_send(program: Program, tmp_path: Path) -> None:
    client = program("owner", "reader")
    is_problem(posted(client, package(tmp_path, observations=[observation("K-1")])), 403)
    is_problem(client.post(f"{API}/nil-returns", NIL, content_type="application/json"), 403)
    assert not Contribution.objects.exists()
    assert AuditLine.objects.filter(outcome="refused").count() == 2
    assert client.get(f"{API}/contributions").status_code == 200


PRIVATE = [
    ("get", "/contributions"),
    ("post", "/contributions"),
    ("get", "/contributions/1"),
    ("delete", "/contributions/1"),
    ("get", "/contributions/1/file"),
    ("get", "/contributions/1/rows/observations"),
    ("get", "/contributions/1/traces/1"),
    ("post", "/contributions/1/traces/1"),
    ("get", "/packages/1"),
    ("get", "/requests"),
    ("post", "/nil-returns"),
    ("get", "/reports"),
    ("post", "/reports"),
    ("get", "/reports/23456789abcd"),
    ("get", "/referrals"),
    ("get", "/referrals/23456789abcd"),
    ("post", "/referrals/23456789abcd/state"),
    ("get", "/referrals/23456789abcd/files/1"),
    ("get", "/figures"),
    ("post", "/figures"),
    ("get", "/households"),
    ("post", "/households"),
    ("post", "/households/file"),
    ("get", "/households/23456789abcd"),
]
NAMED = re.compile(r"(?<=/)(1|observations|23456789abcd)(?=/|$)")


@pytest.mark.parametrize(("method", "path"), PRIVATE)
@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic a2V5", "Bearer "])
def test_without_a_good_key_there_is_only_the_way_in(
    db: None, method: str, path: str, header: str | None
) -> None:
    client = Client(headers={"authorization": header} if header else {})
    response = getattr(client, method)(f"{API}{path}")
    is_problem(response, 401)
    assert "Bearer" in response["WWW-Authenticate"]


def test_being_logged_in_on_the_pages_opens_nothing_here(desks: Desks) -> None:
    is_problem(desks.client("owner").get(f"{API}/contributions"), 401)


def test_every_private_address_is_among_those_that_were_tried() -> None:
    described = Client().get(f"{API}/openapi.json").json()["paths"]
    private = {
        (method, path.removeprefix(API))
        for path, methods in described.items()
        for method, one in methods.items()
        if one.get("security")
    }
    tried = {(m, NAMED.sub("{}", p)) for m, p in PRIVATE}
    named = {(m, _without_names(p)) for m, p in private}
    assert named == tried


def _without_names(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def test_the_description_is_valid_and_names_its_version(db: None) -> None:
    response = Client().get(f"{API}/openapi.json")
    described = response.json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    assert response["API-Version"] == described["info"]["version"] == "1.0.0"
    assert all(not path.endswith("/") for path in described["paths"])
    kinds = {
        kind
        for methods in described["paths"].values()
        for one in methods.values()
        for status, answer in one["responses"].items()
        if int(status) >= 400
        for kind in answer.get("content", {})
    }
    assert kinds == {"application/problem+json"}


def test_nothing_below_the_api_shows_documentation_of_third_parties(db: None) -> None:
    is_problem(Client().get(f"{API}/docs"), 404)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nothing", 404),
        ("get", "/contributions/abc", 404),
        ("put", "/contributions", 405),
        ("get", "/nil-returns", 405),
    ],
)
def test_what_django_itself_refuses_is_a_problem_too(
    program: Program, method: str, path: str, status: int
) -> None:
    response = getattr(program(), method)(f"{API}{path}")
    is_problem(response, status)
    assert (status != 405) or response["Allow"]


def test_another_media_type_is_refused(program: Program) -> None:
    response = program().post(f"{API}/contributions", b"a,b", content_type="text/csv")
    assert "application/zip" in is_problem(response, 415)["detail"]


def test_too_large_is_refused_unread(program: Program, settings: Settings) -> None:
    settings.TOEVLUCHT_MOST_BYTES = 100
    client = program()
    response = client.post(f"{API}/contributions", b"0" * 101, content_type="application/zip")
    is_problem(response, 413)
    page = client.post("/en/desk/contributions/send/", b"0" * 101, content_type="application/zip")
    assert page.status_code == 413
    assert "too much at once" in page.content.decode()


def test_invalid_input_names_each_place(program: Program) -> None:
    wrong = {**NIL, "cut_off": "24-04-2022", "counting_mode": "by hand"}
    del wrong["series"]
    body = is_problem(
        program().post(f"{API}/nil-returns", wrong, content_type="application/json"), 400
    )
    assert {error["name"] for error in body["errors"]} == {"cut_off", "counting_mode", "series"}
    listed = is_problem(program().get(f"{API}/contributions?limit=9999&before=x"), 400)
    assert {(error["in"], error["name"]) for error in listed["errors"]} == {
        ("query", "limit"),
        ("query", "before"),
    }


def test_a_mistake_of_ours_tells_nothing_of_the_inside(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("toevlucht.picture.queries.contributing.contributions_page", broken)
    client = program()
    client.raise_request_exception = False
    body = is_problem(client.get(f"{API}/contributions"), 500)
    assert "secret" not in str(body)


def test_too_many_calls_have_to_wait(program: Program, settings: Settings) -> None:
    settings.TOEVLUCHT_API_CALLS = 2
    client = program()
    assert [client.get(f"{API}/contributions").status_code for _ in range(2)] == [200, 200]
    response = client.get(f"{API}/contributions")
    is_problem(response, 429)
    assert 0 < int(response["Retry-After"]) <= 60
    assert program("outsider").get(f"{API}/contributions").status_code == 200
    assert Client().get(f"{API}/series").status_code == 200


def test_a_key_is_counted_once_however_the_word_before_it_is_written(
    program: Program, settings: Settings
) -> None:
    settings.TOEVLUCHT_API_CALLS = 2
    _, _, key = program().defaults["HTTP_AUTHORIZATION"].partition(" ")
    asked = [
        Client(headers={"authorization": f"{word} {key}"}).get(f"{API}/contributions").status_code
        for word in ("Bearer", "bearer", "BEARER", "bEARER")
    ]
    assert asked == [200, 200, 429, 429]


def test_made_up_keys_do_not_push_out_what_is_counted(db: None) -> None:
    cache.set("attempts", 5, 300)
    for number in range(3):
        headers = {"authorization": f"Bearer made-up-{number}"}
        assert Client(headers=headers).get(f"{API}/series").status_code == 200
        assert Client(headers=headers).get(f"{API}/contributions").status_code == 401
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        assert cursor.fetchone() == (1,)


def test_everybody_reads_what_is_published(published: None) -> None:
    client = Client(headers={"accept-language": "en"})
    series = client.get(f"{API}/series").json()
    assert [one["slug"] for one in series] == ["exercise-2022", "generated-example", "ukraine-2022"]
    editions = client.get(f"{API}/series/ukraine-2022/editions").json()
    assert [one["number"] for one in editions] == [2, 1]
    version = client.get(editions[0]["self"]).json()
    assert version["newest_version"] == 1
    assert {file["language"] for file in version["files"]} == {"", "nl", "en", "uk"}
    file = client.get(version["files"][0]["address"])
    assert file.status_code == 200
    assert b"".join(file.streaming_content)  # type: ignore[attr-defined]
    assert client.get(version["page"]).status_code == 200
    is_problem(client.get(f"{API}/series/nothing/editions"), 404)
    is_problem(client.get(f"{API}/series/ukraine-2022/editions/9/versions/1"), 404)


def test_public_answers_set_no_cookie_and_ask_few_questions(
    published: None, django_assert_max_num_queries: Any
) -> None:
    for path in ("/series", "/series/ukraine-2022/editions", "/openapi.json"):
        with django_assert_max_num_queries(3):
            response = Client().get(f"{API}{path}")
        assert not response.cookies
        assert "no-store" not in response.get("Cache-Control", "")


def test_what_a_key_reads_is_kept_nowhere(program: Program) -> None:
    response = program().get(f"{API}/contributions")
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_older_contributions_are_found_by_following_next(program: Program, tmp_path: Path) -> None:
    client = program()
    for n in range(3):
        posted(client, package(tmp_path, observations=[observation(f"K-{n}")]))
    seen: list[int] = []
    address: str | None = f"{API}/contributions?limit=1"
    while address:
        page = client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 3


def test_a_closed_person_takes_their_keys_along(program: Program, desks: Desks) -> None:
    client = program()
    owner = desks.people["owner"]
    owner.is_active = False
    owner.save()
    is_problem(client.get(f"{API}/contributions"), 401)


def test_a_call_with_a_key_that_ended_is_on_record_for_its_organisation(
    program: Program, desks: Desks
) -> None:
    client = program()
    key = ApiKey.objects.get()
    ApiKey.objects.update(withdrawn_at=timezone.now())
    is_problem(client.get(f"{API}/contributions"), 401)
    line = AuditLine.objects.get(outcome="refused")
    assert (line.organisation, line.channel, line.person) == ("kmar", "api", None)
    assert (line.kind, line.ids) == ("api_key", [str(key.pk)])
    # A key that somebody made up, even beside a prefix that is known, writes nothing.
    guessed = f"toevlucht_{key.prefix}_{'a' * 43}"
    made_up = Client(headers={"authorization": f"Bearer {guessed}"})
    is_problem(made_up.get(f"{API}/contributions"), 401)
    assert AuditLine.objects.filter(outcome="refused").count() == 1


def test_a_key_that_lies_in_the_open_does_not_fill_the_trail(program: Program) -> None:
    client, other = program(), program("outsider")
    ApiKey.objects.update(withdrawn_at=timezone.now())
    for _ in range(5):
        is_problem(client.get(f"{API}/contributions"), 401)
    is_problem(other.get(f"{API}/contributions"), 401)
    refused = AuditLine.objects.filter(outcome="refused")
    assert sorted(line.organisation for line in refused) == ["kmar", "police"]
    cache.clear()  # a minute later
    is_problem(client.get(f"{API}/contributions"), 401)
    assert refused.all().count() == 3


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_sent_the_answer_is_in_order(desks: Desks, data: st.DataObject) -> None:
    """No input leads to an error of the server, and every error is a problem."""
    cache.clear()
    client = Client()
    if data.draw(st.booleans()):
        _, key = make_api_key(desks.viewer("owner"), "Fuzz", ("contributor",), 30)
        client = Client(headers={"authorization": f"Bearer {key}"})
    method, path = data.draw(st.sampled_from(PRIVATE))
    junk = data.draw(st.one_of(st.integers(), st.text(alphabet="abc/%?&=.-1\u0431", max_size=12)))
    address = f"{API}{path}".replace("/1", f"/{junk}", 1)
    body = data.draw(st.one_of(st.binary(max_size=60), st.just(json.dumps(NIL).encode())))
    kind = data.draw(
        st.sampled_from(
            ["application/json", "application/zip", "text/plain", "multipart/form-data", "x"]
        )
    )
    if method == "post":
        response = client.post(address, body, content_type=kind)
    else:
        response = getattr(client, method)(address)
    if response.streaming:
        b"".join(response.streaming_content)
    assert response.status_code < 500
    if response.status_code >= 400:
        is_problem(response, response.status_code)


def test_somebody_of_the_centre_reads_with_a_key_what_the_centre_sent_only(
    program: Program, desks: Desks, tmp_path: Path
) -> None:
    address = posted(program(), package(tmp_path, observations=[observation("K-1")]))["Location"]
    desks.people["both"] = person("both", "emm", "editor", "reader")
    is_problem(program("both", "reader").get(address), 404)
