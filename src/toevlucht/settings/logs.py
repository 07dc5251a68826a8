"""Where the log goes and how much of it: JSON lines on standard error."""

from __future__ import annotations

from typing import Any


def logs(level: str) -> dict[str, Any]:
    """Our own words from this level on; of Django only errors, which our formatter strips."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "toevlucht.layout.log_lines.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "toevlucht": {"level": level},
            # Django mails errors to admins unless this takes its handlers away.
            "django": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
