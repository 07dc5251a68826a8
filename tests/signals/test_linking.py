"""Reports about the same thing become one signal, counted by sources, and every link is kept."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.partners.people import person
from tests.signals.conftest import AtDesk
from tests.signals.telling import (
    AMERSFOORT,
    VAN,
    municipality,
    report,
    safety_region,
    telling,
    viewer,
)
from tests.signals.test_assessing import BELIEF, WHY
from tests.signals.test_handling import entry_of, fresh, sent_to
from tests.signals.test_report_page import address

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import linking
from toevlucht.signals.actions.assessing import assess
from toevlucht.signals.actions.handing_over import hand_over
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import Exclusion, Judgement, Referral, Report, Signal, SignalLink
from toevlucht.signals.queries.sources import sources
from toevlucht.signals.queries.suggestions import compare

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SAME = "White van, no name, stood at the gate on three mornings."
DAY = datetime.date(2022, 4, 5)


@pytest.fixture
def by(owner: Person) -> Viewer:
    return viewer(owner)


def seen(facts: str = SAME, **values: object) -> Report:
    return report(telling(facts, **{"seen_on": DAY, "first_hand": "seen", **values}))


def link(by: Viewer, one: Report, other: Report, judgement: str = "yes") -> None:
    linking.judge(by, entry_of(by, one), entry_of(by, other), judgement)


def names(by: Viewer, about: Report) -> list[str]:
    return [one.entry.report.reference for one in compare(by, entry_of(by, about)).suggested]


def test_a_report_with_similar_words_near_in_place_and_time_is_suggested(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    seen("The heating of the hall broke down.", place_kind="online", situation="housing")
    (found,) = compare(by, entry_of(by, about)).suggested
    assert found.entry.report.reference == other.reference
    assert found.reasons[0] == "similar_words"
    assert names(by, other) == [about.reference]


def test_what_was_compared_is_on_record(by: Viewer, at_desk: AtDesk, owner: Person) -> None:
    about, other = seen(VAN), seen()
    at_desk(owner).get(address(about, "alike/"))
    line = AuditLine.objects.get(event="report.compared")
    assert set(line.ids) == {about.reference, other.reference}


def test_far_in_time_is_not_suggested(by: Viewer) -> None:
    about = seen(VAN)
    seen(seen_on=DAY + datetime.timedelta(weeks=8))
    assert names(by, about) == []


def test_a_region_compares_the_municipalities_that_it_handles() -> None:
    by = viewer(safety_region())
    about = seen(VAN, concerns="municipality")
    other = seen(concerns="municipality", municipality=AMERSFOORT)
    assert names(by, about) == [other.reference]


def test_of_what_others_handle_only_the_open_part_is_compared(by: Viewer) -> None:
    about = seen(VAN)
    receiver = viewer(safety_region())
    own = seen(VAN, concerns="municipality", situation="work", place_kind="station")
    assert names(receiver, own) == []
    entry = sent_to(receiver, about)
    assert entry.ground == "referral"
    with pytest.raises(NotAllowed):
        linking.unlink(receiver, entry)


def test_a_report_that_is_kept_from_the_viewer_is_never_suggested_or_linked(by: Viewer) -> None:
    about, hidden = seen(VAN), seen()
    colleague = viewer(person("colleague", "gm0344", "coordinator"))
    entry = entry_of(by, hidden)
    Exclusion.objects.create(report=hidden, person=colleague.person)
    assert names(colleague, about) == []
    with pytest.raises(NotAllowed):
        linking.judge(colleague, entry_of(colleague, about), entry, "yes")
    assert names(by, about) == [hidden.reference]


def test_who_was_sent_two_reports_does_not_learn_that_their_handler_linked_them(by: Viewer) -> None:
    receiver = viewer(safety_region())
    about, other = seen(VAN), seen()
    for one in (about, other):
        sent_to(receiver, one)
    link(by, about, other)
    link(receiver, about, other, "unsure")
    (noted,) = compare(receiver, entry_of(receiver, about)).judged
    assert noted.entry.report.reference == other.reference
    linking.take_back(receiver, entry_of(receiver, about), entry_of(receiver, other))
    assert compare(receiver, entry_of(receiver, about)).judged == []
    assert fresh(about).signal == fresh(other).signal is not None


def test_a_refused_pair_is_never_suggested_again_until_that_is_undone(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    link(by, other, about, "no")
    assert names(by, about) == names(by, other) == []
    linking.take_back(by, entry_of(by, about), entry_of(by, other))
    assert names(by, about) == [other.reference]
    assert Judgement.objects.get().undone_at is not None


def test_unsure_is_remembered_and_stays_suggested(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    link(by, about, other, "unsure")
    (found,) = compare(by, entry_of(by, about)).suggested
    assert found.judgement == "unsure"
    assert fresh(about).signal is None


def test_a_yes_makes_one_signal_that_believes_what_was_assessed_last(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    assess(by, entry_of(by, other), BELIEF, WHY)
    link(by, about, other)
    signal = Signal.objects.get()
    assert (signal.rung, signal.form) == ("signal", "labour")
    assert {one.signal_id for one in Report.objects.all()} == {signal.pk}
    assert names(by, about) == []
    assert VAN not in str(SignalLink.objects.values())


def test_a_report_that_was_refuted_does_not_refute_what_it_is_linked_to(by: Viewer) -> None:
    refuted, other = seen(), seen(VAN)
    assess(by, entry_of(by, refuted), replace(BELIEF, rung="refuted"), WHY)
    link(by, refuted, other)
    assert Signal.objects.get().rung == "report"


def test_an_assessment_of_one_is_about_the_whole_signal(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    link(by, about, other)
    assess(by, entry_of(by, about), BELIEF, WHY)
    assert fresh(other).rung == Signal.objects.get().rung == "signal"
    assess(by, entry_of(by, other), replace(BELIEF, rung="refuted"), "It was the caterer.")
    signal = Signal.objects.get()
    assert (signal.rung, signal.corrected_on is not None) == ("refuted", True)
    assert fresh(about).rung == "refuted"


def test_who_was_sent_another_report_of_the_signal_hears_that_it_was_refuted(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    link(by, about, other)
    assess(by, entry_of(by, about), BELIEF, WHY)
    receiver = viewer(safety_region())
    referred(other, "gm0344", "vr09")
    assess(by, entry_of(by, about), replace(BELIEF, rung="refuted"), "It was the caterer.")
    (told,) = policy.corrections(receiver)
    assert (told.report_id, told.before, told.after) == (other.pk, "signal", "refuted")


def referred(made: Report, sender: str, receiver: str) -> None:
    Referral.objects.create(
        reference="r" * 12,
        report=made,
        act="referral",
        sender=sender,
        receiver=receiver,
        purpose="protection",
        basis="public_task",
        basis_on=DAY,
        handling="amber",
        answer_days=7,
        due_on=DAY,
        expires_on=DAY,
    )


def test_a_report_that_was_handed_over_leaves_the_signal_of_who_handled_it_alone(
    by: Viewer,
) -> None:
    about, other = seen(VAN), seen()
    link(by, about, other)
    new = viewer(safety_region())
    hand_over(by, other.reference, "vr09")
    assess(new, entry_of(new, other), BELIEF, WHY)
    signal = Signal.objects.get()
    assert (signal.rung, fresh(about).rung, fresh(other).rung) == ("report", "report", "signal")
    assert policy.find_signal(new, signal.reference) is None
    third = seen(f"{SAME} Again.", concerns="municipality")
    link(new, other, third)
    assert fresh(other).signal != signal
    assert fresh(about).signal == signal


def test_a_report_is_taken_out_and_its_link_is_kept(by: Viewer) -> None:
    about, other = seen(VAN), seen()
    link(by, about, other)
    linking.unlink(by, entry_of(by, other))
    assert fresh(other).signal is None
    assert fresh(about).signal is not None
    kept = SignalLink.objects.get(report=other)
    assert (kept.undone_by, kept.undone_at is not None) == (by.person, True)
    assert names(by, about) == [other.reference]
    link(by, about, other)
    assert SignalLink.objects.filter(report=other).count() == 2


def test_two_signals_become_one_and_both_histories_stay(by: Viewer) -> None:
    made = [seen(f"{SAME} {place}") for place in range(4)]
    link(by, made[0], made[1])
    link(by, made[2], made[3])
    link(by, made[1], made[3])
    assert len({fresh(one).signal_id for one in made}) == 1
    assert Signal.objects.count() == 2
    assert SignalLink.objects.count() == 6


def test_no_link_brings_a_refused_pair_together(by: Viewer) -> None:
    one, two, three = seen(VAN), seen(), seen(f"{SAME} Again.")
    link(by, one, three, "no")
    link(by, one, two)
    with pytest.raises(NotPossible):
        link(by, two, three)
    with pytest.raises(NotPossible):
        link(by, one, two, "no")
    with pytest.raises(NotPossible):
        link(by, one, one)


def told(**values: object) -> SignalLink:
    same = bool(values.pop("same_teller", False))
    usual = {"pk": random.randrange(10**9), "origin": "public", "first_hand": "told"}
    return SignalLink(report=Report(**{**usual, **values}), same_teller=same)


def test_one_story_told_forty_times_is_no_independent_source() -> None:
    found = sources([told() for _ in range(40)])
    assert (found.reports, found.told, found.independent) == (40, 40, 0)


def test_each_known_source_counts_once_under_the_nearest_of_what_it_reported() -> None:
    found = sources(
        [
            told(reporter=7, origin="reporter"),
            told(reporter=7, origin="reporter", first_hand="seen"),
            told(reporter=8, origin="partner", reporter_organisation="kmar"),
            told(reporter=9, origin="partner", reporter_organisation="kmar", first_hand="inferred"),
            told(first_hand="seen"),
            told(first_hand="seen", same_teller=True),
            told(first_hand="unknown"),
        ]
    )
    assert (found.reports, found.seen, found.told, found.inferred, found.unknown) == (7, 2, 1, 0, 1)


def test_a_coordinator_links_and_unlinks_on_the_pages(
    at_desk: AtDesk, owner: Person, by: Viewer
) -> None:
    browser = at_desk(owner)
    about, other = seen(VAN), seen()
    words = browser.get(address(about, "alike/")).content.decode()
    assert "similar words" in words
    assert "the same week" in words
    form = {"other": other.reference, "judgement": "unsure"}
    assert browser.post(address(about, "alike/judge/"), form).status_code == 302
    words = browser.get(address(about, "alike/")).content.decode()
    assert f"Undo the judgement of {other.reference}" in words
    browser.post(address(about, "alike/take-back/"), form)
    browser.post(address(about, "alike/judge/"), {**form, "judgement": "yes"})
    place = f"/en/desk/signals/{Signal.objects.get().reference}/"
    assert place in browser.get(address(about)).content.decode()
    words = browser.get(place).content.decode()
    assert "not forty sources" in words
    assert "Nobody here saw it" not in words
    browser.post(address(other, "same-teller/"), {"same": "yes"})
    assert "You noted that this teller" in browser.get(place).content.decode()
    browser.post(address(other, "unlink/"))
    assert fresh(other).signal is None


@pytest.mark.parametrize("other", ["222222222222", "nonsense", ""])
def test_a_report_that_is_not_on_this_desk_cannot_be_linked(
    at_desk: AtDesk, owner: Person, made: Report, other: str
) -> None:
    form = {"other": other, "judgement": "yes"}
    answer = at_desk(owner).post(address(made, "alike/judge/"), form)
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()


def test_nobody_else_finds_the_signal_and_who_may_know_of_one_report_sees_that_one(
    at_desk: AtDesk, owner: Person, by: Viewer
) -> None:
    about, hidden, third = seen(VAN), seen(), seen(f"{SAME} Again.")
    link(by, about, hidden)
    place = f"/en/desk/signals/{Signal.objects.get().reference}/"
    colleague = person("colleague", "gm0344", "coordinator")
    Exclusion.objects.create(report=hidden, person=colleague.pk)
    words = at_desk(colleague).get(place).content.decode()
    assert about.reference in words
    assert hidden.reference not in words
    assert policy.entries(viewer(colleague)).count() == 2
    Exclusion.objects.create(report=about, person=colleague.pk)
    assert at_desk(colleague).get(place).status_code == 404
    assert at_desk(safety_region()).get(place).status_code == 404
    for role in ("reader", "administrator", "reporter"):
        assert at_desk(person(role, "gm0344", role)).get(place).status_code == 403
    for rest in ("alike/", "alike/judge/", "alike/take-back/", "unlink/", "same-teller/"):
        browser = at_desk(colleague)
        ask = browser.get if rest == "alike/" else browser.post
        assert ask(address(hidden, rest)).status_code == 404
    assert third.signal is None


def test_pages_cost_as_many_queries_with_many_reports_as_with_few(
    at_desk: AtDesk, owner: Person, by: Viewer
) -> None:
    browser = at_desk(owner)
    made = [seen(f"{SAME} {place}") for place in range(3)]
    link(by, made[0], made[1])
    place = f"/en/desk/signals/{Signal.objects.get().reference}/"
    pages = (address(made[0]), address(made[0], "alike/"), place)

    def costs() -> list[int]:
        return [_cost(browser, page) for page in pages]

    costs()
    few = costs()
    assert min(few) > 5
    more = [seen(f"{SAME} {place}") for place in range(12)]
    for one in more[:8]:
        link(by, made[0], one)
        assess(by, entry_of(by, one), BELIEF, WHY)
    assert costs() == few


def _cost(browser, page: str) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert browser.get(page).status_code == 200
    return len(main) + len(keys)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["yes", "no", "unsure", "take_back", "unlink"]),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=12,
)


class Histories(TestCase):
    """Whatever is judged and undone in whatever order."""

    databases = {"default", "keys"}

    @given(STEPS)
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_a_report_is_in_one_signal_at_a_time_and_nothing_is_forgotten(
        self, steps: list[tuple[str, int, int]]
    ) -> None:
        by = viewer(municipality())
        made = [report(telling(f"{SAME} {place}")) for place in range(5)]
        links = judgements = 0
        for step, one, other in steps:
            first, second = entry_of(by, made[one]), entry_of(by, made[other])
            try:
                if step == "unlink":
                    linking.unlink(by, first)
                elif step == "take_back":
                    linking.take_back(by, first, second)
                else:
                    linking.judge(by, first, second, step)
            except NotPossible:
                pass
            assert SignalLink.objects.count() >= links
            assert Judgement.objects.count() >= judgements
            links, judgements = SignalLink.objects.count(), Judgement.objects.count()
            _holds(made)


def _holds(made: list[Report]) -> None:
    linked = SignalLink.objects.filter(undone_at=None).values_list("report_id", "signal_id")
    assert len(dict(linked)) == len(linked)
    now = {one.pk: one.signal_id for one in Report.objects.all()}
    assert dict(linked) == {pk: signal for pk, signal in now.items() if signal}
    for one in Judgement.objects.filter(undone_at=None):
        together = now[one.first_id] is not None and now[one.first_id] == now[one.second_id]
        assert one.judgement == "unsure" or together is (one.judgement == "yes")
