"""The sender of a newsletter is killed again and again: everybody gets the mail all the same.

Asked for by name: ``make test-load``. ``TOEVLUCHT_NEWSLETTER_LOAD`` says how often it is killed and
over how many recipients, 10x300 unless given; ``100x10000`` is the whole promise.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.load.mail_sink import Sink, mail_sink

KILLS, RECIPIENTS = (
    int(part) for part in os.environ.get("TOEVLUCHT_NEWSLETTER_LOAD", "10x300").split("x")
)
A_MAIL = 0.01  # seconds, about
ROOT = Path(__file__).parents[2]

PREPARE = """
import sys
from toevlucht.site.preparing import prepare
prepare()
from tests.news.subscribers import confirmed, started
from tests.partners.people import person
confirmed(int(sys.argv[1]))
started(person("eva", "emm", "editor"), person("abel", "emm", "approver"))
"""
SEND = ["-c", "from toevlucht.cli import main; main()", "news", "send", "1", "--json"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **keep,
        "TOEVLUCHT_DATA": str(tmp_path / "data"),
        "TOEVLUCHT_NEWSLETTER_PER_MINUTE": "1000000000",
        "DJANGO_SETTINGS_MODULE": "toevlucht.settings.default",
    }


@pytest.mark.enable_socket
def test_a_sender_that_is_killed_leaves_nobody_without_and_marks_what_may_come_twice(
    environment: dict[str, str],
) -> None:
    prepare = [sys.executable, "-c", PREPARE, str(RECIPIENTS)]
    subprocess.run(prepare, env=environment, cwd=ROOT, check=True)
    with mail_sink() as sink:
        environment["TOEVLUCHT_MAIL_URL"] = f"smtp://127.0.0.1:{sink.server_address[1]}?tls=no"
        killed = sum(kill_while_sending(environment, sink) for _ in range(KILLS))
        counted = json.loads(
            subprocess.run(
                [sys.executable, *SEND],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    arrived = Counter(one.to for one in sink.taken)
    unmarked = Counter(one.to for one in sink.taken if not one.may_repeat)
    numbers = {(one.to, one.message_id) for one in sink.taken}
    assert len(arrived) == len(numbers) == RECIPIENTS
    assert max(unmarked.values()) == 1
    assert (counted["total"], counted["handed"]) == (RECIPIENTS, RECIPIENTS)
    marked = {one.to for one in sink.taken if one.may_repeat}
    assert {to for to, times in arrived.items() if times > 1} <= marked
    assert len(marked) == counted["repeats"] <= killed
    assert killed >= KILLS // 2
    print(
        f"\n{killed} kills, {RECIPIENTS} recipients: {len(sink.taken)} mails arrived, "
        f"{sum(times > 1 for times in arrived.values())} people got one twice, "
        f"{counted['repeats']} marked as possible repeats"
    )


def kill_while_sending(environment: dict[str, str], sink: Sink) -> bool:
    """At a random moment, in or between two mails; whether it was still at work."""
    until = len(sink.taken) + random.randint(0, 8 * RECIPIENTS // (5 * KILLS))
    process = subprocess.Popen(
        [sys.executable, *SEND], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr
    process.stderr.readline()  # it says that it begins
    while len(sink.taken) < until and process.poll() is None:
        time.sleep(A_MAIL / 10)
    time.sleep(random.uniform(0, A_MAIL))
    was_at_work = process.poll() is None
    process.kill()
    process.wait(30)
    process.stderr.close()
    return was_at_work
