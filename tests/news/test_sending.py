"""An issue goes to everybody once, whatever breaks; who is not there any more gets no next one."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django.fixtures import Settings
from tests.news.items import published, written
from tests.news.subscribers import SITE, composed, confirmed, started
from tests.partners.people import person

from toevlucht.news.actions import composing, sending, subscribing
from toevlucht.news.actions.bouncing import take_bounces
from toevlucht.news.actions.composing import Composed
from toevlucht.news.alone import AnotherSends, alone
from toevlucht.news.forms.newsletter import issue_shown
from toevlucht.news.handing import DOWN, LATER, NEVER, TAKEN, UNKNOWN, Outcome, Post
from toevlucht.news.mailing import REPEAT
from toevlucht.news.models import Delivery, Issue, Subscription
from toevlucht.news.queries.issues import sending_of
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.records.jobs import work_all
from toevlucht.records.viewer import OPERATOR, NotAllowed, Viewer

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DESK = "/en/desk/newsletter"


class Died(BaseException):
    """As a process that is killed: nothing catches it."""


@pytest.fixture(autouse=True)
def no_pause(settings: Settings) -> None:
    settings.TOEVLUCHT_NEWSLETTER_PER_MINUTE = 10**9


def browser_of(one: Person) -> Client:
    browser = Client()
    browser.force_login(one)
    return browser


@pytest.mark.usefixtures("handbooks")
def test_from_composing_to_the_mail_and_the_archive(editor: Person, approver: Person) -> None:
    confirmed(2)
    composed(editor, approver, "handbook:goo/3")
    browser = browser_of(editor)
    for page in ("", "new/", "1/", "1/write/"):
        assert browser.get(f"{DESK}/{page}").status_code == 200, page
    assert Client().get("/en/newsletter/1/").status_code == 404
    assert browser.post(f"{DESK}/1/move/send/", {"seen": "1"}).status_code == 403
    other = browser_of(approver)
    assert other.post(f"{DESK}/1/move/send/", {"seen": "0"}).status_code == 409
    assert other.post(f"{DESK}/1/move/send/", {"seen": "1"}).status_code == 302
    work_all()
    assert Issue.objects.get().state == "sent"
    assert "Handed to the mail server</dt><dd>2" in other.get(f"{DESK}/1/").content.decode()

    first, second = mail.outbox
    assert first.to != second.to
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    raw = message_from_bytes(first.message().as_bytes())
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "\n" not in raw["List-Unsubscribe"]
    assert raw[REPEAT] is None
    assert [part.get_content_type() for part in raw.walk()][1:] == ["text/plain", "text/html"]
    assert isinstance(first, EmailMultiAlternatives)
    html = str(first.alternatives[0][0])
    assert "prefers-color-scheme: dark" in html
    assert "<img" not in html
    leave = raw["List-Unsubscribe"].strip("<>")
    assert leave in html
    assert leave in first.body
    links = set(re.findall(r'href="([^"]+)"', html)) - {leave}
    assert links == {
        f"{SITE}/en/news/raised-risk/",
        f"{SITE}/en/newsletter/1/",
        f"{SITE}/en/handbooks/goo/3/",
    }
    assert Client().post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert sorted(Subscription.objects.values_list("state", flat=True)) == ["confirmed", "ended"]
    page = Client().get("/uk/newsletter/1/").content.decode()
    assert "Raised risk (uk)" in page
    assert "What is new (uk)" in Client().get("/uk/newsletter/").content.decode()


def test_an_editor_puts_items_in_the_order_in_which_they_are_read(
    editor: Person, approver: Person
) -> None:
    confirmed(1)
    issue = composed(editor, approver)
    for slug in ("second", "third"):
        published(editor, approver, slug, written(f"The {slug}"))
    slugs = ["raised-risk", "second", "third"]
    what = Composed(issue.subject, issue.intro, slugs, issue.audiences)
    composing.write_issue(viewer_of(editor), issue, 1, what)
    browser = browser_of(editor)

    def place(slug: str, after: int, seen: int) -> int:
        given = {"item": slug, "after": after, "seen": seen}
        return browser.post(f"{DESK}/1/place/", given).status_code

    page = browser.get(f"{DESK}/1/").content.decode()
    assert 'aria-label="The third (en): earlier"' in page
    assert 'aria-label="The third (en): later"' not in page
    assert place("third", 1, 2) == 302
    assert place("third", 0, 2) == 409, "it was changed since"
    assert place("third", 0, 3) == 302
    assert place("nobody-wrote-it", 0, 4) == 409
    issue.refresh_from_db()
    assert issue.items == ["third", "raised-risk", "second"]
    shown = {name: value for name, value in issue_shown(issue).items() if value}
    assert browser.post(f"{DESK}/1/write/", shown).status_code == 302
    issue.refresh_from_db()
    assert issue.items == ["third", "raised-risk", "second"], "writing keeps the order"
    outsider = person("red", "red_cross", "editor", "approver")
    assert browser_of(outsider).post(f"{DESK}/1/place/", {}).status_code == 403
    assert browser_of(outsider).get(f"{DESK}/1/place/").status_code in (403, 405)

    sending.start_sending(viewer_of(approver), issue, issue.revision, SITE)
    work_all()
    archive = Client().get("/en/newsletter/1/").content.decode()
    html = str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]
    for read in (str(mail.outbox[0].body), html, archive):
        places = [read.index(title) for title in ("The third", "Raised risk", "The second")]
        assert places == sorted(places)
    assert place("second", 0, issue.revision) == 409, "what went out stays as it went"


def test_who_composes_does_not_send_and_strangers_find_nothing(
    editor: Person, approver: Person
) -> None:
    issue = composed(editor, approver)
    with pytest.raises(NotAllowed):
        sending.start_sending(viewer_of(editor), issue, 1, SITE)
    strangers = [
        person("red", "red_cross", "editor", "approver"),
        person("adam", "emm", "administrator"),
    ]
    pages = ["", "new/", "1/", "1/write/"]
    for browser in map(browser_of, strangers):
        assert {browser.get(f"{DESK}/{page}").status_code for page in pages} == {403}
        assert browser.post(f"{DESK}/1/move/send/", {"seen": "1"}).status_code == 403
    assert {Client().get(f"{DESK}/{page}").status_code for page in pages} == {302}
    with pytest.raises(NotAllowed):
        take_bounces(Viewer(), b"")


def test_a_sender_that_dies_leaves_one_mail_that_goes_again_with_a_mark(
    editor: Person, approver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(6)
    issue = started(editor, approver)
    hand_over = Post.hand_over
    left = iter([True, True, False])

    def die_after_the_third(self: Post, message: EmailMultiAlternatives) -> Outcome:
        outcome = hand_over(self, message)
        if not next(left):
            raise Died
        return outcome

    with monkeypatch.context() as patch:
        patch.setattr(Post, "hand_over", die_after_the_third)
        with pytest.raises(Died):
            sending.send(issue.number)
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {"handed": 2, "claimed": 1, "waiting": 3}
    with alone(), pytest.raises(AnotherSends):
        sending.send(issue.number)
    assert sending.send(issue.number) == 0
    arrived = Counter(message.to[0] for message in mail.outbox)
    assert sorted(arrived.values()) == [1, 1, 1, 1, 1, 2]
    (twice,) = [address for address, count in arrived.items() if count == 2]
    pair = [message.extra_headers for message in mail.outbox if message.to == [twice]]
    assert [one.get(REPEAT) for one in pair] == [None, "yes"]
    assert pair[0]["Message-ID"] == pair[1]["Message-ID"]
    assert sending_of(issue).repeats == 1
    assert dict(sending_of(issue).states) == {"handed": 6}


def test_the_sender_waits_as_long_as_the_server_asks_and_gives_up_on_none_for_it(
    editor: Person, approver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(2)
    issue = started(editor, approver)
    down = [Outcome(DOWN)] * 12
    answers = iter([*down, Outcome(LATER, 451), Outcome(TAKEN), Outcome(UNKNOWN), Outcome(TAKEN)])
    monkeypatch.setattr(Post, "hand_over", lambda self, message: next(answers))
    waited: list[float] = []
    assert sending.send(issue.number, wait=waited.append) == 0
    pauses = [one for one in waited if one >= 1]
    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert max(pauses) == sending.LONGEST_PAUSE
    assert dict(sending_of(issue).states) == {"handed": 2}
    assert sending_of(issue).repeats == 1


def test_a_server_that_knows_nobody_there_ends_the_list_and_who_left_gets_nothing(
    editor: Person, approver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(3)
    issue = started(editor, approver)
    gone, refused, _ = Subscription.objects.order_by("pk")
    subscribing.end(gone.subscriber.reference, "page")
    answers = iter([Outcome(NEVER, 550, "5.1.1"), Outcome(NEVER, 554, "")])
    monkeypatch.setattr(Post, "hand_over", lambda self, message: next(answers))
    sending.send(issue.number)
    assert dict(sending_of(issue).states) == {"refused": 2, "withdrawn": 1}
    assert sending_of(issue).bounces == 2
    states = list(Subscription.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["ended", "ended", "confirmed"]  # one refusal of another kind ends nothing
    assert not subscribing.undo_end(refused.subscriber.reference)


NOTICE = (Path(__file__).parent / "bounce.eml").read_text("utf-8")


def test_a_notice_of_a_mail_that_did_not_arrive_counts_once(
    editor: Person, approver: Person
) -> None:
    confirmed(2)
    issue = started(editor, approver)
    sending.send(issue.number)
    first, second = issue.deliveries.order_by("pk")
    permanent = NOTICE.replace("<ours@example.org>", first.message_id)
    full = NOTICE.replace("<ours@example.org>", second.message_id).replace("5.1.1", "4.2.2")
    box = "".join(f"From MAILER-DAEMON Fri Apr  1\n{one}\n" for one in (permanent, full, NOTICE))
    counted = take_bounces(OPERATOR, box.encode())
    assert (counted.mails, counted.bounces, counted.unknown) == (3, 2, 1)
    again = take_bounces(OPERATOR, permanent.encode())
    assert (again.mails, again.bounces, again.unknown) == (1, 0, 0)
    assert take_bounces(OPERATOR, b"Subject: hello\n\nHi").unknown == 1
    states = list(Subscription.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["ended", "confirmed"]
