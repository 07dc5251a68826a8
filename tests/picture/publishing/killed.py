"""Publish editions in processes that are killed half-way, and look at what readers find then.

Run as a program on a data folder and a database of its own; it prints how often it killed. Each
edition has a first version already, so that a reader finds either that one or its correction.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.picture.publishing.fabricated import fabricate, fabricate_frozen, resign

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile"}
RANDOM_KILLS = 8
LARGE = 6_000_000  # bytes; so that a copy takes a while
SERIES = "ukraine-2022"


class Publisher:
    """Publishes the second version of an edition, in a child that may be killed."""

    def __init__(self, workplace: Path) -> None:
        self.workplace = workplace
        self.frozen = fabricate_frozen(workplace / "frozen")
        self.number = 0
        self.seen: Counter[str] = Counter()

    def next_edition(self, large: bool = False) -> Path:
        """A new edition with its first version published; gives the built second version."""
        from toevlucht.picture.actions import publish_edition

        self.number += 1
        folder = self.workplace / str(self.number)
        first = fabricate(folder / "first", number=self.number)
        publish_edition(first, self.frozen)
        second = fabricate(folder / "second", number=self.number, version=2)
        if large:
            (second / "nl" / "edition.pdf").write_bytes(os.urandom(LARGE))
            resign(second)
        return second

    def in_child(self, built: Path, prepare_kill: Callable[[], None]) -> int:
        """Its process id; the child publishes and ends without what a parent would tidy up."""
        from django.db import connections

        connections.close_all()
        child = os.fork()
        if child:
            return child
        try:
            from toevlucht.picture.actions import publish_edition

            prepare_kill()
            publish_edition(built, self.frozen)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def look(self, built: Path) -> None:
        """A reader finds one whole version; trying again brings the new one, and no leftovers."""
        from toevlucht.picture.actions import publish_edition
        from toevlucht.picture.publications import frozen_folder, publication_folder
        from toevlucht.picture.snapshot.verification import verify

        self.seen["new" if newest_is_whole(self.number) == 2 else "old"] += 1
        publish_edition(built, self.frozen)
        assert newest_is_whole(self.number) == 2
        for folder in (publication_folder, frozen_folder):
            kept = folder(SERIES, self.number, 2).parent
            assert sorted(path.name for path in kept.iterdir()) == ["v1", "v2"], kept
            assert not verify(kept / "v1")
            assert not verify(kept / "v2")


def newest_is_whole(number: int) -> int:
    """The version that a reader gets; its page, its files and the first version are whole."""
    from django.test import Client

    from toevlucht.picture.downloads import file_address
    from toevlucht.picture.queries.published import find_edition_page
    from toevlucht.records.viewer import PUBLIC

    page = find_edition_page(PUBLIC, "nl", SERIES, number)
    assert page
    newest = page.version.version
    client = Client(SERVER_NAME="localhost")
    place = f"/nl/picture/{SERIES}/{number}/"
    assert f"Edition nl {number}.{newest}" in client.get(place).content.decode()
    for version in range(1, newest + 1):
        shown = find_edition_page(PUBLIC, "nl", SERIES, number, version)
        assert shown
        assert {one.language for one in shown.version.renditions.all()} == {"nl", "en", "uk"}
        for file in shown.version.files.all():
            answer = client.get(file_address(shown.version, file.path))
            content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
            assert hashlib.sha256(content).hexdigest() == file.sha256, file.path
    return newest


def at_step(step: int, count: Callable[[int], None] | None = None) -> Callable[[], None]:
    """Kill this process at its so-many-th step: a file touched, a statement, a commit."""

    def watch() -> None:
        from django.db import connection

        done = 0

        def one_more(*ignored: object) -> None:
            nonlocal done
            done += 1
            if count:
                count(done)
            elif done == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def statement(execute: Any, *rest: Any) -> Any:
            one_more()
            result = execute(*rest)
            one_more()
            return result

        connection.ensure_connection()
        commit = connection._commit

        def commit_counted() -> None:
            one_more()
            commit()
            one_more()

        connection._commit = commit_counted  # type: ignore[method-assign]
        connection.execute_wrappers.append(statement)
        sys.addaudithook(lambda event, arguments: one_more() if event in STEPS else None)

    return watch


def count_steps(publisher: Publisher) -> int:
    """How many steps an undisturbed publication has."""
    reading, writing = os.pipe()
    built = publisher.next_edition()
    child = publisher.in_child(built, at_step(0, lambda n: (os.write(writing, b"."), None)[1]))
    os.close(writing)
    with os.fdopen(reading, "rb") as dots:
        steps = len(dots.read())
    assert os.waitpid(child, 0)[1] == 0
    return steps


def main(workplace: Path, most: int) -> None:
    from toevlucht.site.preparing import prepare

    prepare()
    publisher = Publisher(workplace)
    steps = count_steps(publisher)
    chance = random.Random(1)
    chosen = sorted({*chance.sample(range(1, steps + 1), min(most, steps)), 1, steps, steps - 1})
    killed = 0
    for step in chosen:
        built = publisher.next_edition()
        ended = os.waitpid(publisher.in_child(built, at_step(step)), 0)[1]
        assert os.WTERMSIG(ended) == signal.SIGKILL, f"step {step}: {ended}"
        killed += 1
        publisher.look(built)
    for _ in range(RANDOM_KILLS):
        built = publisher.next_edition(large=True)
        child = publisher.in_child(built, lambda: None)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        publisher.look(built)
    counted = {"steps": steps, "chosen": len(chosen), "killed": killed, **publisher.seen}
    sys.stdout.write(json.dumps(counted))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
