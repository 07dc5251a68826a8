"""Who sent a contribution sees which organisation read it, and nobody else does."""

from __future__ import annotations

import pytest
from tests.picture.contributing.conftest import Send
from tests.picture.contributing.people import Desks
from tests.picture.contributing.test_contributions_desk import LIST, OTHERS, OWN, WITHOUT
from tests.picture.desk import observation


def test_a_reading_by_the_centre_is_shown_to_who_sent_it(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    readers = f"{LIST}{one.pk}/readers/"
    owner = desks.client("owner")
    before = owner.get(readers).content.decode()
    assert "<td>editor</td>" not in before
    desks.client("editor").get(f"{LIST}{one.pk}/")
    after = owner.get(readers).content.decode()
    assert "<td>editor</td>" in after
    assert desks.people["editor"].email not in after


@pytest.mark.parametrize("name", OWN)
def test_the_own_organisation_and_the_centres_editor_may_see_it(
    send: Send, desks: Desks, name: str
) -> None:
    one = send(observations=[observation("K-1")])
    assert desks.client(name).get(f"{LIST}{one.pk}/readers/").status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [(n, 404) for n in OTHERS] + [(n, 403) for n in WITHOUT]
)
def test_others_do_not(send: Send, desks: Desks, name: str, status: int) -> None:
    one = send(observations=[observation("K-1")])
    assert desks.client(name).get(f"{LIST}{one.pk}/readers/").status_code == status
