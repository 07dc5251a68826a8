"""What gunicorn logs, as lines like all others: it would write addresses and words of errors."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from toevlucht.layout.log_lines import JsonLines


class ServerLog(Logger):  # type: ignore[misc]
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())
