"""One line of the log: JSON, and nothing in it that a person wrote or that tells who it was.

Our own loggers write words that we chose. What other software logs may quote an address, a form or
a row, so of that only the pattern of its message is kept, never what was filled in. Of an error
the kinds and the places are told, never its words or the values of variables.
"""

from __future__ import annotations

import datetime
import json
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from toevlucht.records.request_key import REQUEST_KEY

OURS = "toevlucht"
MOST_FRAMES = 30
FACTS = ("request", "route", "method", "status", "ms")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **_facts(record),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = told(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value is not None})


def told(error: BaseException) -> list[dict[str, Any]]:
    """An error and what it came from: kinds and places."""
    chain: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        frames = traceback.extract_tb(current.__traceback__, limit=-MOST_FRAMES)
        chain.append(
            {
                "type": f"{kind.__module__}.{kind.__qualname__}",
                "frames": [f"{_place(f.filename)}:{f.lineno} {f.name}" for f in frames],
            }
        )
        current = current.__cause__ or current.__context__
    return chain


def log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Instead of Python's traceback, which would say the words of the error."""
    logging.getLogger(f"{OURS}.process").critical("ended", exc_info=(kind, error, trace))
    if not logging.getLogger().handlers:
        print(json.dumps({"event": "ended", "error": told(error)}), file=sys.stderr)  # noqa: T201


def route_of(request: Any) -> str | None:
    """The name of the route, never the path: that may hold the number of a person."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else None


def _event(record: logging.LogRecord) -> str | None:
    if record.name == OURS or record.name.startswith(f"{OURS}."):
        return record.getMessage()
    # With arguments the message is a pattern from the source; without, it may be filled in already.
    return str(record.msg) if record.args and isinstance(record.msg, str) else None


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    found = {name: getattr(record, name, None) for name in FACTS}
    request = found["request"]
    if request is not None and not isinstance(request, str):
        found["request"] = request.META.get(REQUEST_KEY) if hasattr(request, "META") else None
        found["route"] = route_of(request)
        found["status"] = getattr(record, "status_code", None)
    return found


def _place(file: str) -> str:
    """Below the folder that holds the software, so that no name of a machine or a person shows."""
    parts = Path(file).parts
    for start in ("site-packages", "src"):
        if start in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(start) :])
    return "/".join(parts[-2:])
