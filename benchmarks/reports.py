"""A desk with all its reports on it: receiving, lists, filters, searches, pages and referrals."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale

DESK = "gm0344"
NEAR = ("GM0344", "GM0307", "GM0310", "GM0312", "GM0313", "GM0317", "GM0321", "GM0327")
PARTNERS = ("police", "fairwork", "shelter")
AT_ONCE = 8
OF_A_REPORT = {
    "a report": "",
    "who can read it": "readers/",
    "what happened to it": "history/",
    "reports that are alike": "alike/",
    "passing it on": "pass-on/",
}
LISTS = {
    "all open reports": "name=open",
    "my reports": "name=mine",
    "overdue": "name=overdue",
    "taken by nobody": "name=unassigned",
    "held back": "name=held",
    "closed": "name=closed",
    "open, a common filter": "name=open&situation=recruiting",
    "open, a rare filter": "name=open&rung=established",
    "closed, a rare filter": "name=closed&situation=begging",
    "open, four common filters": "name=open&situation=recruiting&rung=report"
    "&place_kind=reception&progress=in_assessment",
    "closed, two rare filters": "name=closed&situation=begging&rung=established",
    "closed, two that rarely meet": "name=closed&place_kind=online&rung=incident",
}


def run(scale: Scale, folder: Path) -> None:
    os.environ.setdefault("TOEVLUCHT_DATA", str(folder / "data"))
    from toevlucht.site.preparing import prepare

    prepare()
    started = time.process_time()
    people = _desk(scale.reports)
    print(f"  {scale.reports:,} reports made in {time.process_time() - started:.0f} s CPU")
    _receiving(scale.rounds)
    _receipts()
    _lists(people[0], scale.rounds)
    _pages(people[0], scale.rounds)
    _received(people[-len(PARTNERS)], scale.rounds)


def _desk(reports: int) -> list[int]:
    from allauth.mfa.models import Authenticator
    from django.db import connection
    from django.utils import timezone

    from toevlucht.partners.models import Assignment, Organisation, Person
    from toevlucht.signals.generated import Desk, Size, generate_reports

    names = {f"name_{tag}": "Utrecht" for tag in ("nl", "en", "uk")}
    ours = Organisation.objects.create(code=DESK, kind="municipality", area=NEAR[0], **names)
    people = [
        Person.objects.create(email=f"{n}@example.org", name=f"Coordinator {n}", organisation=ours)
        for n in range(12)
    ]
    for code in PARTNERS:
        partner = Organisation.objects.create(code=code, kind="aid", **names)
        people.append(
            Person.objects.create(email=f"{code}@example.org", name=code, organisation=partner)
        )
    Assignment.objects.bulk_create(Assignment(person=one, role="coordinator") for one in people)
    for one in (people[0], people[-len(PARTNERS)]):
        Authenticator.objects.create(user=one, type=Authenticator.Type.TOTP, data={})
    numbers = [one.pk for one in people]
    ours_only = numbers[: -len(PARTNERS)]
    desk = Desk(DESK, ours_only, NEAR, PARTNERS)
    generate_reports(desk, Size(reports, timezone.localdate()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return numbers


def _receiving(rounds: int) -> None:
    """From what was typed to what is sealed on a desk, without the words of a receipt."""
    from toevlucht.records.viewer import PUBLIC
    from toevlucht.signals.actions.receiving import Way, receive_report
    from toevlucht.signals.telling import Telling, Words

    told = Telling(Words("A white van stood at the gate."), "recruiting", municipality=NEAR[0])

    def receive() -> None:
        receive_report(PUBLIC, told, Way("page", "public", "nl"))

    receive()
    _say("receive a report", receive, rounds)


def _receipts() -> None:
    """The key of each receipt is derived on purpose slowly; none waits for the others."""
    from toevlucht.signals import receipts

    words = [receipts.receipt_for(f"{n:032}", "nl") for n in range(AT_ONCE)]
    one = median_seconds(lambda: receipts.keys_of(words[0]), 3)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        together = median_seconds(lambda: list(threads.map(receipts.keys_of, words)), 1)
    print(
        f"  the key of one receipt {one:.2f} s, of {AT_ONCE} at once {together:.2f} s"
        f" on {os.cpu_count()} cores"
    )


def _lists(person: int, rounds: int) -> None:
    ask = _asking(person)
    lists = "/nl/desk/reports/"
    for name, query in LISTS.items():
        _say(name, ask(f"{lists}?{query}"), rounds)
    reference, half_way = _half_way(person)
    _say("search by a whole reference", ask(f"{lists}find/?reference={reference}"), rounds)
    _say("search by four characters", ask(f"{lists}find/?reference={reference[:4]}"), rounds)
    _say("a page half way the closed ones", ask(f"{lists}?name=closed&after={half_way}"), rounds)
    _say("the same rows, Django's paginator", lambda: _paginated(person), rounds)


def _pages(person: int, rounds: int) -> None:
    """What else a coordinator opens: the desk, a report that was passed on, and its referral."""
    from toevlucht.signals.models import Referral

    sent = Referral.objects.filter(sender=DESK, state="accepted").select_related("report")
    referral = sent.order_by("pk")[0]
    ask = _asking(person)
    _say("the desk", ask("/nl/desk/"), rounds)
    for name, part in OF_A_REPORT.items():
        _say(name, ask(f"/nl/desk/reports/{referral.report.reference}/{part}"), rounds)
    _say("referrals that were sent", ask("/nl/desk/referrals/sent/"), rounds)
    _say("a referral that was sent", ask(f"/nl/desk/referrals/{referral.reference}/"), rounds)


def _received(person: int, rounds: int) -> None:
    _say("referrals that were received", _asking(person)("/nl/desk/referrals/"), rounds)


def _asking(person: int) -> Callable[[str], Callable[[], Any]]:
    """Asks for an address in the browser of this person."""
    from django.test import Client

    from toevlucht.partners.models import Person

    browser = Client(headers={"host": "localhost"})
    browser.force_login(Person.objects.get(pk=person))
    return lambda address: lambda: browser.get(address)


def _half_way(person: int) -> tuple[str, str]:
    from toevlucht.signals.places_in_lists import written
    from toevlucht.signals.queries.worklists import Place

    found = _closed(person)
    entry = found.select_related("report")[found.count() // 2]
    return entry.report.reference, written(_viewer(person), Place(entry.pk, entry.received_on))


def _paginated(person: int) -> list[Any]:
    """The peer: count all, skip half of them, and take a page; without a page around it."""
    from django.core.paginator import Paginator

    pages = Paginator(_closed(person).select_related("report"), 50)
    return list(pages.page(pages.num_pages // 2).object_list)


def _closed(person: int) -> Any:
    from toevlucht.signals import policy

    return policy.entries(_viewer(person)).filter(is_open=False).order_by("-received_on", "-pk")


def _viewer(person: int) -> Any:
    from toevlucht.partners.queries import viewer_of_person

    return viewer_of_person(person)


def _say(name: str, work: Callable[[], Any], rounds: int) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        answer = work()
    assert getattr(answer, "status_code", 200) == 200, (name, answer)
    both = [query["sql"] for query in (*asked.captured_queries, *keys.captured_queries)]
    queries = sum(
        1 for sql in both if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    )
    started = time.process_time()
    seconds = median_seconds(work, rounds)
    cpu = (time.process_time() - started) / rounds
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"  {name:36} {queries:3} queries, {cpu * 1000:6.1f} ms CPU, {seconds * 1000:6.1f} ms,"
        f" {peak / 1e6:5.1f} MB at its peak"
    )
