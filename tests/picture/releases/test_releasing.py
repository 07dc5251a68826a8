"""Who lets a table go out, what it costs, and that nothing of it ever changes again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.picture.releases import sheltering as world
from tests.picture.releases.sheltering import MONTH, MONTHS, REASONS, TABLE, People, browser
from tests.reception.residents import change, refused

from toevlucht.picture.actions import releasing
from toevlucht.picture.actions.releasing import NotReleased
from toevlucht.picture.models import (
    PrivacyLedger,
    PrivacyPayment,
    ReleaseProposal,
    ReleaseWithdrawal,
    TableRelease,
)
from toevlucht.picture.queries.releases import count, ledger_of
from toevlucht.picture.releasing import planning
from toevlucht.picture.releasing.catalogue import IN_RECEPTION, TABLES
from toevlucht.reception.models import Location, Stay
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed
from toevlucht.statistics.disclosure import private

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_people_are_counted_once_a_region_and_those_entered_by_mistake_never(team, homes) -> None:
    assert dict(zip(count(TABLES[TABLE], MONTH).frame.cells, _exact(), strict=True)) == {
        ("VR09", "adult"): 41, ("VR09", "minor"): 8, ("VR09", "total"): 49,
        ("VR13", "adult"): 58, ("VR13", "minor"): 12, ("VR13", "total"): 70,
        ("VR17", "adult"): 27, ("VR17", "minor"): 7, ("VR17", "total"): 34,
        ("total", "adult"): 126, ("total", "minor"): 27, ("total", "total"): 153,
    }  # fmt: skip
    utrecht, amsterdam, _ = homes.values()
    who = world.wander([utrecht, amsterdam, utrecht])
    assert [_exact()[n] for n in (0, 3, 9)] == [42, 59, 128]
    last = Stay.objects.filter(person=who).order_by("-arrived_at").first()
    assert last
    Stay.objects.create(
        person=world.adult(), location=amsterdam, code="mistake", came_from="abroad",
        arrived_at=last.arrived_at, entered_at=last.arrived_at,
        departed_at=last.departed_at, destination="mistake",
    )  # fmt: skip
    assert [_exact()[n] for n in (0, 3, 9)] == [42, 59, 128]
    assert count(TABLES[TABLE], MONTHS[0]).exact[0] == 41  # they came later


def _exact() -> tuple[int, ...]:
    return count(TABLES[TABLE], MONTH).exact


def test_one_proposes_and_another_decides(team: People) -> None:
    world.proposed(team.approver, "public")
    with pytest.raises(NotAllowed):
        world.decided(team.approver, "public")
    for somebody in (team.editor, team.partner):
        with pytest.raises(NotAllowed):
            releasing.decide(world.viewer(somebody), TABLE, MONTH, "public", "seen")
    for somebody in (team.partner, team.administrator, team.coordinator):
        for act in (releasing.propose, releasing.decide):
            with pytest.raises(NotAllowed):
                act(world.viewer(somebody), TABLE, MONTH, "partners", "seen")
        with pytest.raises(NotAllowed):
            releasing.drop(world.viewer(somebody), TABLE, MONTH, "public")
        with pytest.raises(NotAllowed):
            releasing.withdraw(world.viewer(somebody), TABLE, MONTH, "public", REASONS)
    with refused("proposal_released_by_somebody_else|CHECK"):
        ReleaseProposal.objects.update(
            state="released", decided_by=team.approver, decided_at="2026-01-01T00:00Z"
        )
    assert not TableRelease.objects.exists()
    out = world.decided(team.second_approver, "public")
    assert out.reference == "sheltered-2025-03-public"
    lines = AuditLine.objects.filter(kind="table", outcome="done").order_by("pk")
    assert [(line.event, line.ids) for line in lines] == [
        ("table.proposed", [out.reference]),
        ("table.released", [out.reference]),
    ]


def test_what_was_seen_is_what_is_decided(team: People, homes: dict[str, Location]) -> None:
    world.proposed(team.editor, "public")
    seen = world.mark(team.approver)
    world.wander([homes["GM0344"]])
    with pytest.raises(NotReleased, match="changed_since_seen"):
        releasing.decide(world.viewer(team.approver), TABLE, MONTH, "public", seen)


def test_a_table_goes_out_once_and_a_dropped_proposal_can_come_again(team: People) -> None:
    world.proposed(team.editor, "public")
    with pytest.raises(NotReleased, match="once"):
        world.proposed(team.approver, "public")
    releasing.drop(world.viewer(team.editor), TABLE, MONTH, "public")
    with pytest.raises(NotReleased, match="not_proposed"):
        world.decided(team.approver, "public")
    world.released(team, "public")
    world.released(team, "partners")
    for audience in ("public", "partners"):
        with pytest.raises(NotReleased, match="once"):
            world.proposed(team.editor, audience)
        with pytest.raises(NotReleased, match="once"):
            world.decided(team.approver, audience)
    assert PrivacyPayment.objects.count() == 1


def test_six_tables_a_year_are_paid_and_a_seventh_is_refused_before_anything_is_drawn(
    team: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.proposed(team.editor, "public", MONTHS[6])  # while there is something left
    for month in MONTHS[:6]:
        world.released(team, "public", month)
    spent = ledger_of(IN_RECEPTION, 2025)
    assert (len(spent.spent), spent.left) == (6, 0)
    assert ledger_of(IN_RECEPTION, 2024).left == Fraction(3, 50)  # another year is another ledger

    def drawn(*_: object) -> list[int]:
        raise AssertionError("noise was drawn")

    monkeypatch.setattr(private, "with_noise", drawn)
    with pytest.raises(NotReleased, match="budget"):
        world.decided(team.approver, "public", MONTHS[6])
    assert TableRelease.objects.count() == PrivacyPayment.objects.count() == 6
    releasing.withdraw(world.viewer(team.approver), TABLE, MONTH, "public", REASONS)
    assert ledger_of(IN_RECEPTION, 2025).left == 0
    page = browser(team.editor).get("/en/desk/tables/sheltered/2025-07/").content.decode()
    assert "No more tables about 2025 can go out" in page


def test_the_ledger_itself_refuses_where_the_plan_did_not(
    team: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.proposed(team.editor, "public")
    account = PrivacyLedger.objects.create(subject=IN_RECEPTION.code, year=2025, limit="3/50")
    PrivacyPayment.objects.create(ledger=account, name="something-else", cost="59/1000")
    monkeypatch.setattr(releasing, "_check", lambda *_: None)
    monkeypatch.setattr(private, "with_noise", lambda *_: pytest.fail("noise was drawn"))
    with pytest.raises(NotReleased, match="budget"):
        world.decided(team.approver, "public")
    assert PrivacyPayment.objects.count() == 1
    assert ReleaseProposal.objects.get().state == "proposed"


def test_what_went_out_never_changes_and_never_goes(team: People) -> None:
    out = world.released(team, "public")
    releasing.withdraw(world.viewer(team.approver), TABLE, MONTH, "public", REASONS)
    for model in (TableRelease, PrivacyPayment, PrivacyLedger, ReleaseWithdrawal):
        row = model.objects.get()
        with refused("stays"):
            change(row, "id = id")
        with refused("stays"):
            model.objects.filter(pk=row.pk)._raw_delete("default")  # type: ignore[attr-defined]
    assert TableRelease.objects.get().values == out.values


def test_in_fives_a_table_that_gives_small_numbers_away_is_refused(
    team: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.proposed(team.editor, "partners")
    monkeypatch.setattr(planning, "for_partners", lambda _: planning.ForPartners(None, (7,)))
    with pytest.raises(NotReleased, match="gives_away"):
        world.decided(team.approver, "partners")
    assert not TableRelease.objects.exists()
    read = browser(team.editor).get(f"/en/desk/tables/{TABLE}/2025-03/").content.decode()
    assert "This table cannot go to partners" in read
    assert "<li>Rotterdam-Rijnmond, Minors, or age not established</li>" in read
