"""The list of legal bases: dated, explained in every language, and open about what is unsure."""

from __future__ import annotations

import datetime

import pytest

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES, language
from toevlucht.signals.codes import ACTS, BASES
from toevlucht.signals.legal_bases import basis_on, legal_bases

DAY = datetime.date(2026, 1, 1)


def serving(act: str, sender: str, receiver: str) -> set[str]:
    return {one.code for one in legal_bases() if one.serves(act, sender, receiver, DAY)}


def test_the_list_names_known_codes_acts_and_kinds() -> None:
    kinds = {code.code for code in dictionary().code_lists["organisation_kind"].codes}
    assert {basis.code for basis in legal_bases()} == set(BASES)
    for basis in legal_bases():
        assert basis.acts <= set(ACTS)
        assert basis.senders | basis.receivers <= kinds
        assert basis.source


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_is_explained(tag: str) -> None:
    for code in BASES:
        assert len(language(tag).say(f"sharing.basis_explained.{code}")) > 40


def test_consent_is_one_basis_and_not_the_only_one() -> None:
    assert serving("referral", "municipality", "police") > {"consent"}
    assert serving("registration", "aid", "care_coordination") == {"no_personal_data"}
    assert serving("care_request", "municipality", "care_coordination") == {"consent"}


def test_police_data_go_to_care_coordination_under_their_own_law() -> None:
    assert "police_data" in serving("referral", "border_police", "care_coordination")
    assert "police_data" not in serving("referral", "municipality", "care_coordination")
    assert "inspection_data" in serving("referral", "inspectorate", "care_coordination")


def test_what_a_lawyer_has_not_checked_says_so() -> None:
    unsure = {basis.code for basis in legal_bases() if not basis.is_checked}
    assert unsure == {"public_task", "vital_interest"}


def test_a_basis_counts_from_its_first_day() -> None:
    assert basis_on("consent", datetime.date(2021, 12, 31)) is None
    assert basis_on("consent", datetime.date(2022, 1, 1)) is not None
