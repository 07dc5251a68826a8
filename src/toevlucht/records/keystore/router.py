"""Which database is asked: the key store for keys, the records for everything else."""

from __future__ import annotations

from typing import Any

KEYS = "keys"
LABEL = "keystore"


class KeyStoreRouter:
    """Nothing but keys lies in the key store, and no key lies anywhere else."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return KEYS if model._meta.app_label == LABEL else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if app_label == LABEL:
            return db == KEYS
        return False if db == KEYS else None
