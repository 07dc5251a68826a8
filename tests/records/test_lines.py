"""A line answers who, for whom, what, when and why in codes and ids, and holds nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.trail import CENTRE, READER

import toevlucht
from toevlucht.records.actions import WrongKind, record_change, record_read, record_refusal
from toevlucht.records.events import EVENTS, GROUNDS, PURPOSES
from toevlucht.records.models import AuditLine
from toevlucht.records.tokens import NotAToken, tokens, tokens_of_a_refusal
from toevlucht.records.viewer import NotAllowed, Viewer

TOKEN_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:-")


@pytest.mark.django_db
def test_a_line_answers_the_questions_of_the_norm() -> None:
    record_read(READER, "contribution.read", "contribution", ["5"], on_behalf_of="kmar")
    line = AuditLine.objects.get()
    assert (line.person, line.organisation, line.roles) == (11, "politie", ["reader"])
    assert (line.on_behalf_of, line.channel, line.outcome) == ("kmar", "page", "done")
    assert (line.event, line.kind, line.ids) == ("contribution.read", "contribution", ["5"])
    assert (line.purpose, line.ground) == ("picture", "covenant")
    assert line.at
    assert len(line.request) == 16


@pytest.mark.django_db
def test_a_refusal_is_a_line_of_its_own() -> None:
    record_refusal(READER, NotAllowed("draft.read", "draft", ("7",)))
    line = AuditLine.objects.get()
    assert (line.event, line.ids, line.outcome) == ("draft.read", ["7"], "refused")


@pytest.mark.django_db
def test_a_refusal_is_recorded_whatever_was_asked_for() -> None:
    asked = ("7", "Jan de Vries", "jan@example.org", "10.0.0.1", "")
    record_refusal(READER, NotAllowed("draft.read", "draft", asked))
    assert AuditLine.objects.get().ids == ["7", *["not-an-id"] * 4]


@pytest.mark.django_db
def test_what_is_read_under_a_break_glass_rests_on_its_reason() -> None:
    record_read(CENTRE, "break_glass.read", "contribution", ["5"], ground="court_order")
    assert AuditLine.objects.get().ground == "court_order"
    with pytest.raises(ValueError, match="another ground"):
        record_read(CENTRE, "contribution.read", "contribution", ["5"], ground="curiosity")


def test_an_event_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(KeyError):
        record_read(READER, "contribution.looked_at")


def test_a_change_is_not_recorded_as_a_read_nor_a_read_as_a_change() -> None:
    with pytest.raises(WrongKind):
        record_read(READER, "contribution.withdrawn")
    with pytest.raises(WrongKind):
        record_change(READER, "contribution.read")


def test_every_event_has_a_known_purpose_and_ground() -> None:
    for event in EVENTS.values():
        assert event.purpose in PURPOSES
        assert event.ground in GROUNDS


def test_the_source_records_events_of_the_list_only_and_each_in_its_way() -> None:
    for call, event in calls():
        if call == "NotAllowed":
            assert event in EVENTS
        else:
            assert EVENTS[event].is_change == (call == "record_change"), event


def calls() -> list[tuple[str, str]]:
    """Every call in the source that names its event in so many words."""
    found = []
    for path in Path(toevlucht.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                name = node.func.id
                place = {"record_read": 1, "record_change": 1, "NotAllowed": 0}.get(name)
                if place is None or len(node.args) <= place:
                    continue
                given_event = node.args[place]
                if isinstance(given_event, ast.Constant):
                    found.append((name, given_event.value))
    assert found
    return found


@given(st.lists(st.text()))
def test_only_short_ids_get_into_a_line(given_ids: list[str]) -> None:
    """No text, no address of a mailbox or a machine, nothing with a space or an @ in it."""
    if all(one and len(one) <= 80 and TOKEN_LETTERS.issuperset(one) for one in given_ids):
        written = tokens_of_a_refusal(given_ids)
    else:
        with pytest.raises(NotAToken) as refused:
            tokens(given_ids)
        assert not any(one in str(refused.value) for one in given_ids if len(one) > 10)
        written = tokens_of_a_refusal(given_ids)
    assert all(0 < len(one) <= 80 and TOKEN_LETTERS.issuperset(one) for one in written)


@given(st.text(alphabet=sorted(TOKEN_LETTERS - {".", ":"}), min_size=1, max_size=80))
def test_every_short_id_gets_into_a_line(one: str) -> None:
    assert tokens([one]) == [one]


@given(st.ip_addresses())
def test_no_address_of_a_machine_gets_into_a_line(address: object) -> None:
    with pytest.raises(NotAToken):
        tokens([address])


@pytest.mark.parametrize("text", ["Jan de Vries", "jan@example.org", "a\n", "", "x" * 81, "ё"])
def test_no_text_gets_into_a_line_as_kind_or_organisation(text: str) -> None:
    for kind, behalf in ((text, ""), ("", text)):
        if kind or behalf:
            with pytest.raises(NotAToken):
                record_read(READER, "contribution.read", kind, ["5"], behalf)
    if text:
        with pytest.raises(NotAToken):
            record_read(Viewer(organisation=text), "contribution.read")
