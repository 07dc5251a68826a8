"""The aid marks what looks like personal data, in three languages, and never breaks a text."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toevlucht.signals.redaction import (
    IBAN_LENGTHS,
    KINDS,
    find_personal_data,
    is_bsn,
    is_iban,
    pieces,
)


def marked(text: str) -> list[tuple[str, str]]:
    return [(mark.kind, text[mark.start : mark.end]) for mark in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Ik heet Olena Kovalenko en ik woon hier.", "name", "Olena Kovalenko"),
        ("mijn naam is olena", "name", "olena"),
        ("Mevrouw J.A. van der Berg zei dat.", "name", "J.A. van der Berg"),
        ("Ik zag dhr. De Vries bij de poort.", "name", "De Vries"),
        ("My name is Ivan. He stood there.", "name", "Ivan"),
        ("a man called Mykola drove", "name", "Mykola"),
        ("Мене звати Олена Коваленко, я бачила авто", "name", "Олена Коваленко"),
        ("Там був пан Шевченко.", "name", "Шевченко"),
        ("bel 06-12345678 vandaag", "phone", "06-12345678"),
        ("bel (030) 286 10 00? 030 286 10 00", "phone", "030 286 10 00"),
        ("bel +31 6 1234 5678", "phone", "+31 6 1234 5678"),
        ("телефон +380 (67) 123-45-67", "phone", "+380 (67) 123-45-67"),
        ("mail olena.k@example.org eens", "mail", "olena.k@example.org"),
        ("naar NL91 ABNA 0417 1643 00 betaald", "iban", "NL91 ABNA 0417 1643 00"),
        ("BSN 111222333", "bsn", "111222333"),
        ("bsn 1112.22.333", "bsn", "1112.22.333"),
        ("een busje met AB-12-CD erop", "plate", "AB-12-CD"),
        ("busje g-123-bb", "plate", "g-123-bb"),
        ("авто АА 1234 ВВ", "plate", "АА 1234 ВВ"),
        ("op de Kerkstraat 12a gezien", "address", "Kerkstraat 12a"),
        ("at 12 Church Street today", "address", "12 Church Street"),
        ("на вул. Шевченка, 12", "address", "вул. Шевченка, 12"),
        ("postcode 3511 AB", "postcode", "3511 AB"),
        ("postcode 3511ab", "postcode", "3511ab"),
    ],
)
def test_it_is_marked_with_what_it_looks_like(text: str, kind: str, what: str) -> None:
    assert (kind, what) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bel 112 of 0900-8844.",
        "Op 01-02-2022 03:12 stond er een wit busje.",
        "In 2022 in Utrecht, in week 14, zag ik 12 mensen.",
        "The number 123456789 is no citizen service number.",
        "Een man heet in dit verhaal niets.",
        "Meneer zei niets.",
        "NL91ABNA0417164301 has a wrong check digit",
        "",
    ],
)
def test_what_tells_nothing_of_a_person_is_not_marked(text: str) -> None:
    assert marked(text) == []


@given(st.text())
def test_marks_are_in_order_apart_and_within_any_text(text: str) -> None:
    marks = find_personal_data(text)
    edges = [edge for mark in marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert {mark.kind for mark in marks} <= set(KINDS)
    assert "".join(piece for piece, _ in pieces(text)) == text


digits = st.text(string.digits, min_size=9, max_size=9)
around = st.text("abc ,.!?\nдеж", max_size=20)


@given(around, digits, around)
def test_every_citizen_service_number_is_marked(before: str, number: str, after: str) -> None:
    text = f"{before} {number} {after}"
    covered = any(text[m.start : m.end].find(number) >= 0 for m in find_personal_data(text))
    assert covered or not is_bsn(number)


@given(around, st.sampled_from(sorted(IBAN_LENGTHS)), st.data(), st.booleans(), around)
def test_every_iban_is_marked_however_it_is_spaced(
    before: str, country: str, data: st.DataObject, spaced: bool, after: str
) -> None:
    size = IBAN_LENGTHS[country] - 4
    account = data.draw(st.text(string.digits + "ABZ", min_size=size, max_size=size))
    rest = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00")) % 97
    iban = f"{country}{98 - rest:02}{account}"
    assert is_iban(iban)
    written = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if spaced else iban
    text = f"{before} {written} {after}"
    assert any(written in text[mark.start : mark.end] for mark in find_personal_data(text))


@given(around, st.text(string.digits, min_size=8, max_size=8), st.sampled_from("- "), around)
def test_every_mobile_number_is_marked(before: str, digits: str, dash: str, after: str) -> None:
    written = f"06{dash}{digits}"
    text = f"{before}, {written}, {after}"
    assert any(written in text[mark.start : mark.end] for mark in find_personal_data(text))
