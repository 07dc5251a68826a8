"""An issue of the newsletter whose sender is killed again and again, and what arrived of it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.load.mail_sink import Sink, Taken, mail_sink

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


@dataclass(frozen=True)
class Outcome:
    """What the server took, in its order, and what the sender counted in the end."""

    killed: int
    taken: list[Taken]
    counted: dict[str, int]
    seconds: float  # of the last run, from its first mail to its last

    @property
    def twice(self) -> int:
        return sum(times > 1 for times in Counter(one.to for one in self.taken).values())

    def told(self) -> str:
        return (
            f"{self.killed} kills, {self.counted['total']} recipients: {len(self.taken)} mails "
            f"arrived, {self.twice} people got one twice, {self.counted['repeats']} marked as "
            "possible repeats"
        )


def send_in_trouble(folder: Path, kills: int, recipients: int) -> Outcome:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {
        **keep,
        "TOEVLUCHT_DATA": str(folder / "data"),
        "TOEVLUCHT_NEWSLETTER_PER_MINUTE": "1000000000",
        "DJANGO_SETTINGS_MODULE": "toevlucht.settings.default",
    }
    prepare = [sys.executable, "-c", PREPARE, str(recipients)]
    subprocess.run(prepare, env=environment, cwd=ROOT, check=True)
    with mail_sink() as sink:
        environment["TOEVLUCHT_MAIL_URL"] = f"smtp://127.0.0.1:{sink.server_address[1]}?tls=no"
        apart = 8 * recipients // (5 * max(1, kills))
        killed = sum(_kill_while_sending(environment, sink, apart) for _ in range(kills))
        before = len(sink.taken)
        last = subprocess.run(
            [sys.executable, *SEND], env=environment, capture_output=True, text=True, check=True
        )
        times = [one.at for one in sink.taken[before:]] or [0.0]
        counted: dict[str, int] = json.loads(last.stdout)
        return Outcome(killed, sink.taken, counted, times[-1] - times[0])


def _kill_while_sending(environment: dict[str, str], sink: Sink, apart: int) -> bool:
    """At a random moment, in or between two mails; whether it was still at work."""
    until = len(sink.taken) + random.randint(0, apart)
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
