"""Upgrade the data of an earlier commit to the code that is here, and see that all is still there.

    python tools/upgrade_from_previous.py [--from REVISION]

Unless told otherwise, takes the last commit whose source differs from what is here. Its own code
publishes an edition and, where it has accounts, makes people, a contribution and an audit trail, in
a data folder of its own. The code that is here then brings that up to date and looks at all of it.
The databases are SQLite, or the empty ones that TOEVLUCHT_DATABASE_URL and
TOEVLUCHT_KEY_STORE_URL name on PostgreSQL; earlier code may know the first one only.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILL = Path("tools") / "filled_for_upgrade.py"
EDITION = "edition-1"


class CannotCompare(SystemExit):
    """There is no earlier code to upgrade from, or it does not run."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="revision", metavar="REVISION")
    revision = parser.parse_args().revision or last_that_differs()
    print(f"from {git('log', '-1', '--format=%h %s', revision)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="toevlucht-upgrade-") as folder:
        work = Path(folder)
        earlier = check_out(revision, work / "earlier")
        environment = surroundings(work / "data")
        fill(earlier, work, environment)
        now = {**environment, "PYTHONPATH": str(ROOT / "src")}
        toevlucht(now, "migrate")
        toevlucht(now, "migrate")  # nothing is left to do, and nothing breaks
        print(python(now, ROOT / "tools" / "seen_after_upgrade.py", work / "filled.json"))


def last_that_differs() -> str:
    """The nearest commit in the line of HEAD with other source than lies here."""
    if git("rev-parse", "--is-shallow-repository") == "true":
        shallow = (
            "The history was cut short: fetch all of it (git fetch --unshallow), or name --from."
        )
    else:
        shallow = "No earlier commit has other source: name one with --from."
    for revision in git("rev-list", "--first-parent", "HEAD").split():
        differs = subprocess.run(["git", "diff", "--quiet", revision, "--", "src"], cwd=ROOT)
        if differs.returncode:
            return revision
    raise CannotCompare(shallow)


def check_out(revision: str, folder: Path) -> Path:
    """The tree of that commit; an archive leaves nothing behind in this repository."""
    archive = subprocess.run(
        ["git", "archive", "--format=tar", revision], cwd=ROOT, check=True, capture_output=True
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return folder


def surroundings(data: Path) -> dict[str, str]:
    """What both run in: nothing of ours but the databases."""
    own = ("DJANGO_", "TOEVLUCHT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    databases = ("TOEVLUCHT_DATABASE_URL", "TOEVLUCHT_KEY_STORE_URL")
    return {
        **kept,
        **{name: os.environ.get(name, "") for name in databases},
        "TOEVLUCHT_DATA": str(data),
        "TOEVLUCHT_LANGUAGE": "en",
    }


def fill(earlier: Path, work: Path, environment: dict[str, str]) -> None:
    """By the commands of the earlier code, and by its own program where it had one already."""
    then = {**environment, "PYTHONPATH": str(earlier / "src")}
    used = python(then, "-c", "import toevlucht; print(toevlucht.__file__)")
    if not used.startswith(str(earlier)):
        raise CannotCompare(f"the earlier code was not used, but {used}")
    demo = earlier / "src" / "toevlucht" / "content" / "demo"
    editorial = demo / "editions" / EDITION
    frozen, built = work / "frozen", work / "built"
    toevlucht(then, "picture", "freeze", demo / "contributions", editorial, "--out", frozen)
    toevlucht(then, "picture", "build", frozen, "--out", built)
    toevlucht(then, "publish", built, frozen)
    if (earlier / FILL).is_file():
        python(then, earlier / FILL, work / "filled.json")
    else:
        print("the earlier code had no accounts to fill: only its edition is looked at")


def toevlucht(environment: dict[str, str], *words: object) -> str:
    return python(environment, "-c", "from toevlucht.cli import main; main()", *words)


def python(environment: dict[str, str], *words: object) -> str:
    command = [sys.executable, *map(str, words)]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise CannotCompare(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise CannotCompare(f"git {' '.join(words)} failed: {done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
