"""A partner sends a file with what came of referrals: all of its steps are taken, or none."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.signals.conftest import AtDesk
from tests.signals.sharing import Town, offered, town, words_report
from tests.signals.telling import viewer
from tests.signals.test_report_files import parquet, workbook

from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals.actions import sharing, status_files
from toevlucht.signals.actions.status_files import take_status_file
from toevlucht.signals.models import Exclusion, Referral, ReferralStep
from toevlucht.signals.queries.sharing import key_of, steps_of
from toevlucht.signals.table_files import Taken

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = timezone.localdate
HEADER = ["reference", "step", "reason", "date", "words"]


@pytest.fixture
def here() -> Town:
    return town()


def offered_to_police(here: Town, count: int) -> list[Referral]:
    return [sharing.offer(here.handler, words_report().reference, offered()) for _ in range(count)]


def file(*rows: list[str]) -> bytes:
    return "\n".join(",".join(row) for row in (HEADER, *rows)).encode()


def wrong(taken: Taken) -> list[tuple[str, int | None, str]]:
    assert (taken.new, taken.again) == (0, 0)
    return [(one.kind, one.row, one.column) for one in taken.problems]


def state(made: Referral) -> str:
    return Referral.objects.get(pk=made.pk).state


def send(browser: Client, content: bytes) -> HttpResponse:
    sent = SimpleUploadedFile("steps.csv", content, "text/csv")
    return browser.post("/en/desk/referrals/file/", {"file": sent})


def test_every_step_of_a_file_is_taken_in_its_order(here: Town) -> None:
    first, second, third = offered_to_police(here, 3)
    day = TODAY().isoformat()
    content = file(
        [first.reference, "accepted", "", day, ""],
        [second.reference, "refused", "too_little", "", ""],
        [third.reference, "accepted", "", "", ""],
        [first.reference, "answered", "taken_up", day, "We look at the gate."],
        [third.reference, "handed_back", "no_capacity", "", ""],
    )
    assert take_status_file(here.police, content) == Taken(5)
    assert [state(one) for one in (first, second, third)] == ["answered", "refused", "handed_back"]
    steps = steps_of(first, key_of(here.handler, first))
    assert [one.step.state for one in steps] == ["offered", "accepted", "answered"]
    assert (steps[-1].words, steps[-1].step.happened_on) == ("We look at the gate.", TODAY())
    assert custody.holders_of(first.record) == ["gm0344", "police"]
    assert custody.holders_of(second.record) == custody.holders_of(third.record) == ["gm0344"]
    lines = AuditLine.objects.filter(event="referral.answered", organisation="police")
    assert [line.ids for line in lines] == [[first.reference]]


def test_the_same_file_takes_nothing_again_and_a_longer_one_what_is_new(here: Town) -> None:
    (made,) = offered_to_police(here, 1)
    rows = [
        [made.reference, "accepted", "", "", ""],
        [made.reference, "answered", "taken_up", "", "We look at the gate."],
    ]
    assert take_status_file(here.police, file(*rows)) == Taken(2)
    assert take_status_file(here.police, file(*rows)) == Taken(0, 2)
    more = [made.reference, "answered", "no_indications", "", ""]
    assert take_status_file(here.police, file(*rows, more, more)) == Taken(1, 3)
    sharing.revoke(here.handler, made.reference, "mistake")
    assert take_status_file(here.police, file(*rows, more)) == Taken(0, 3)
    assert ReferralStep.objects.filter(referral=made).count() == 5
    assert b"look at the gate" not in b"".join(
        row.encode() for row in ReferralStep.objects.values_list("row", flat=True)
    )


def test_a_workbook_and_parquet_say_the_same(here: Town) -> None:
    first, second = offered_to_police(here, 2)
    row = [first.reference, "refused", "too_little", TODAY(), None]
    assert take_status_file(here.police, workbook([HEADER, row])) == Taken(1)
    columns = {"reference": [second.reference], "step": ["accepted"], "date": [TODAY()]}
    assert take_status_file(here.police, parquet(columns)) == Taken(1)
    assert [state(first), state(second)] == ["refused", "accepted"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("abc,accepted,,,", ("reference", 3, "reference")),
        ("{},done,,,", ("step", 3, "step")),
        ("{},refused,taken_up,,", ("reason", 3, "reason")),
        ("{},accepted,done,,", ("no_reason", 3, "reason")),
        ("{},accepted,,soon,", ("date", 3, "date")),
        ("{},accepted,,2999-01-01,", ("date", 3, "date")),
        ("{},accepted,,2001-01-01,", ("date", 3, "date")),
        ("{},refused,no_capacity,,No room.", ("no_words", 3, "words")),
        ("{},answered,taken_up,,", ("turn", 3, "step")),
        ("{},handed_back,done,,", ("turn", 3, "step")),
    ],
)
def test_one_wrong_row_is_named_and_nothing_is_taken(
    here: Town, row: str, expected: tuple[str, int, str]
) -> None:
    good, other = offered_to_police(here, 2)
    content = file([good.reference, "accepted", "", "", ""], row.format(other.reference).split(","))
    assert wrong(take_status_file(here.police, content)) == [expected]
    assert [state(good), state(other)] == ["offered", "offered"]
    assert custody.holders_of(good.record) == ["gm0344"]


def test_a_registration_takes_no_words_and_what_is_over_no_step(here: Town) -> None:
    registered = here.offer(
        act="registration", purpose="statistics", basis="no_personal_data", parts=()
    )
    sharing.accept(here.police, registered.reference)
    said = file([registered.reference, "answered", "registered", "", "Counted."])
    assert wrong(take_status_file(here.police, said)) == [("no_words_of_registration", 2, "words")]
    Referral.objects.update(expires_on=TODAY() - datetime.timedelta(days=1))
    said = file([registered.reference, "answered", "registered", "", ""])
    assert wrong(take_status_file(here.police, said)) == [("over", 2, "step")]


def test_of_others_hidden_and_never_made_referrals_the_file_tells_the_same(here: Town) -> None:
    hidden, named = offered_to_police(here, 1)[0], here.colleague_person.pk
    for_one = here.offer(recipients=(here.police_person.pk,))
    Exclusion.objects.create(report=hidden.report, person=named)
    never = "bbbbbbbbbbbb"
    for who in (here.outsider, here.colleague):
        rows = [[name, "accepted", "", "", ""] for name in (hidden.reference, for_one.reference)]
        taken = take_status_file(who, file(*rows, [never, "accepted", "", "", ""]))
        assert wrong(taken) == [("unknown", line, "reference") for line in (2, 3, 4)]
        assert [one.values for one in taken.problems] == [{}, {}, {}]
    assert [state(hidden), state(for_one)] == ["offered", "offered"]


def test_what_fails_half_way_leaves_no_step_and_no_key(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = offered_to_police(here, 2)
    real, calls = status_files._take, []

    def breaks(*about: object) -> None:
        calls.append(about)
        if len(calls) == 2:
            raise OSError("no space left")
        real(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(status_files, "_take", breaks)
    rows = [[one.reference, "accepted", "", "", ""] for one in (first, second)]
    with pytest.raises(OSError, match="no space left"):
        take_status_file(here.police, file(*rows))
    assert [state(first), state(second)] == ["offered", "offered"]
    assert custody.holders_of(first.record) == ["gm0344"]


def test_the_template_names_what_goes_on_and_is_filled_in(here: Town, at_desk: AtDesk) -> None:
    first, second = offered_to_police(here, 2)
    browser = at_desk(here.police_person)
    told = browser.get("/en/desk/referrals/file/template.csv").content.decode()
    assert told.splitlines() == [
        ",".join(HEADER),
        *(f"{one},,,," for one in sorted([first.reference, second.reference])),
    ]
    page = browser.get("/en/desk/referrals/file/").content.decode()
    assert "<code>no_capacity</code> (no room now)" in page
    assert send(browser, told.encode()).status_code == 400
    filled = told.replace(f"{first.reference},,", f"{first.reference},refused,odd")
    answer = send(browser, filled.encode())
    assert answer.status_code == 400
    assert "column reason: This does not fit the step." in answer.content.decode()
    done = send(browser, filled.replace("odd", "no_capacity").encode())
    assert "1 step was taken." in browser.get(done["Location"]).content.decode()
    assert state(first) == "refused"
    other = at_desk(here.outsider_person).get("/en/desk/referrals/file/template.csv")
    assert other.content.decode().splitlines() == [",".join(HEADER)]


def test_who_does_not_coordinate_sends_no_file(here: Town, at_desk: AtDesk) -> None:
    (made,) = offered_to_police(here, 1)
    reporter = person("rosa", "police", "reporter")
    content = file([made.reference, "accepted", "", "", ""])
    assert send(at_desk(reporter), content).status_code == 403
    assert at_desk(reporter).get("/en/desk/referrals/file/template.csv").status_code == 403
    assert Client().get("/en/desk/referrals/file/").status_code == 302
    with pytest.raises(NotAllowed):
        take_status_file(viewer(reporter, "reporter"), content)
