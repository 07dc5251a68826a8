"""What was read or refused is on record before anything is answered, whatever goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.records.trail import READER

from toevlucht.records.actions import record_change, record_read, record_refusal, unit_of_work
from toevlucht.records.models import AuditLine, BreakGlass
from toevlucht.records.requests import audited
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)


def events() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("event", flat=True))


def read() -> None:
    record_read(READER, "contribution.read", "contribution", ["5"])


def change() -> None:
    record_change(READER, "contribution.withdrawn", "contribution", ["5"])


class Broken(Exception):
    pass


def test_a_read_is_written_when_the_work_ends() -> None:
    with unit_of_work():
        read()
        assert events() == []
    assert events() == ["contribution.read"]


def test_a_read_outside_of_any_work_is_written_at_once() -> None:
    read()
    assert events() == ["contribution.read"]


def read_change_and_fail() -> None:
    with transaction.atomic():
        read()
        change()
        record_refusal(READER, NotAllowed("draft.read", "draft", ("7",)))
        raise Broken


def read_and_break_the_transaction() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        read()
        cursor.execute("SELECT nothing FROM nowhere")


def test_a_read_survives_a_rollback_and_a_change_does_not() -> None:
    with unit_of_work(), pytest.raises(Broken):
        read_change_and_fail()
    assert events() == ["contribution.read", "draft.read"]


def test_a_read_survives_a_transaction_that_the_database_broke() -> None:
    with unit_of_work(), pytest.raises(DatabaseError):
        read_and_break_the_transaction()
    assert events() == ["contribution.read"]


def test_a_read_survives_an_error_that_ends_the_work() -> None:
    with pytest.raises(Broken), unit_of_work():
        read_change_and_fail()
    assert events() == ["contribution.read", "draft.read"]


def test_a_change_is_there_with_what_it_changed_or_not_at_all() -> None:
    with unit_of_work(), transaction.atomic():
        change()
        assert events() == ["contribution.withdrawn"]
    assert events() == ["contribution.withdrawn"]


def test_work_inside_other_work_is_part_of_it() -> None:
    with unit_of_work():
        with unit_of_work():
            read()
        assert events() == []
        read()
    assert len(events()) == 2
    assert len(set(AuditLine.objects.values_list("request", flat=True))) == 1


def test_two_pieces_of_work_have_two_names() -> None:
    for _ in range(2):
        with unit_of_work():
            read()
            change()
    names = list(AuditLine.objects.values_list("request", flat=True))
    assert len(names) == 4
    assert len(set(names)) == 2


def test_work_inside_a_transaction_is_refused_where_it_would_lose_its_reads() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), unit_of_work():
        read()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        read()
    assert events() == []


def test_a_thread_keeps_its_own_lines() -> None:
    def elsewhere() -> None:
        try:
            read()
        finally:
            connection.close()

    with unit_of_work():
        read()
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert len(events()) == 1
    assert len(events()) == 2


def test_all_reads_of_a_piece_of_work_are_written_together(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(3), unit_of_work():
        for _ in range(50):
            read()
    assert len(events()) == 50


def shows(request: HttpRequest) -> HttpResponse:
    read()
    return HttpResponse("content of partners")


def fails(request: HttpRequest) -> HttpResponse:
    read()
    raise Broken


def streams(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[str]:
        for number in range(3):
            record_read(READER, "contribution.downloaded", "contribution", [number])
            yield f"part {number} "

    read()
    return StreamingHttpResponse(parts())


urlpatterns = [
    path("shows/", shows),
    path("fails/", fails),
    path("streams/", streams),
]
handler500 = "tests.records.test_work.plain_error"

served = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["toevlucht.records.requests.audited"])


def plain_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("error", status=500)


@served
def test_a_request_is_on_record_before_it_is_answered() -> None:
    assert Client().get("/shows/").status_code == 200
    assert events() == ["contribution.read"]


@served
def test_a_request_that_fails_is_on_record_too() -> None:
    assert Client(raise_request_exception=False).get("/fails/").status_code == 500
    assert events() == ["contribution.read"]


@served
def test_what_cannot_be_put_on_record_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(AuditLine.objects, "bulk_create", full)
    answer = Client(raise_request_exception=False).get("/shows/")
    assert answer.status_code == 500
    assert b"content of partners" not in answer.content


def test_an_answer_in_parts_records_each_part_before_it_is_sent() -> None:
    answer = audited(streams)(RequestFactory().get("/"))  # type: ignore[arg-type]
    assert isinstance(answer, StreamingHttpResponse)
    assert events() == ["contribution.read"]
    parts = iter(answer.streaming_content)
    for sent in range(1, 4):
        next(parts)
        assert len(events()) == 1 + sent
    assert len(set(AuditLine.objects.values_list("request", flat=True))) == 1


def test_an_answer_in_parts_stops_where_a_part_cannot_be_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    answer = audited(streams)(RequestFactory().get("/"))  # type: ignore[arg-type]
    parts = iter(answer.streaming_content)  # type: ignore[attr-defined]
    next(parts)
    monkeypatch.setattr(AuditLine.objects, "bulk_create", full)
    with pytest.raises(DatabaseError):
        next(parts)


def test_a_line_outlives_what_it_speaks_of() -> None:
    now = timezone.now()
    glass = BreakGlass.objects.create(
        person=1, organisation="politie", reason="court_order", opened_at=now, until=now
    )
    name = str(glass.pk)
    record_read(READER, "break_glass.read", "break_glass", [name])
    glass.delete()
    assert AuditLine.objects.get().ids == [name]
    assert not [f for f in AuditLine._meta.get_fields() if f.is_relation]
