"""Make a clean copy in a process of its own, with little memory and time, that sees no secret."""

from __future__ import annotations

import resource
import subprocess
import sys

MOST_MEMORY = 2 << 30  # bytes
MOST_SECONDS = 60
MOST_WRITTEN = 100 << 20
NO_COPY = 3  # how the process ends where there is none to be had


def clean_copy_apart(content: bytes) -> bytes | None:
    """None where no clean copy can be made: of a kind that we cannot decode, broken, or a bomb."""
    command = [sys.executable, "-m", "toevlucht.records.attachments.cleaning"]
    try:
        done = subprocess.run(  # noqa: S603  (our own module, and no shell)
            command,
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            env={"PYTHONPATH": ":".join(sys.path), "MALLOC_ARENA_MAX": "2"},
            preexec_fn=_limited,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode or not done.stdout or len(done.stdout) > MOST_WRITTEN:
        return None
    return done.stdout


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
