"""Where the heads of the audit trail go, and which keys still verify."""

from __future__ import annotations

from toevlucht.settings import environment


def test_old_keys_are_split_by_commas() -> None:
    given = {"TOEVLUCHT_AUDIT_OLD_KEYS": " one, two ,,"}
    assert environment.old_audit_keys(given) == ["one", "two"]
    assert environment.old_audit_keys({}) == []


def test_heads_may_be_kept_elsewhere() -> None:
    assert (
        environment.audit_heads({"TOEVLUCHT_AUDIT_HEADS": "/mnt/once/heads"}) == "/mnt/once/heads"
    )
    assert environment.audit_heads({}) == ""
