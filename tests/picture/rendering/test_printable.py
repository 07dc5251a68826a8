"""What an edition can show, asked of the one that prints it."""

import pytest

from toevlucht.picture.rendering.printable import REPLACEMENT, first_unprintable, printable


@pytest.mark.parametrize(
    "text",
    [
        "gewoon",
        "café – “één”",
        "Їжак і ґанок",
        "a\tb\nc",
        "≥ 5 → more",
        "e\N{COMBINING ACUTE ACCENT}",
    ],
)
def test_what_people_write_in_our_languages_is_shown(text: str) -> None:
    assert first_unprintable(text) is None
    assert printable(text) == text


@pytest.mark.parametrize(
    "sign",
    ["\N{GRINNING FACE}", "\N{CJK UNIFIED IDEOGRAPH-4E2D}", "\x07", "\x0b", "\ufeff", "\ue000"],
)
def test_what_has_no_form_is_found_and_marked(sign: str) -> None:
    assert first_unprintable(f"Їжак {sign}") == 5
    assert printable(f"Їжак {sign}") == f"Їжак {REPLACEMENT}"
    assert first_unprintable(REPLACEMENT) is None
