"""What a deployment may set through its environment: data folder, database, hosts and keys."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SQLITE_BEGINS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

GRADING_SCHEMES = ("admiralty", "3x5x2")  # those of content/signals/grading.toml


class SettingError(Exception):
    """A setting of the environment cannot be understood."""


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where published files and the database lie: TOEVLUCHT_DATA, else ``var`` beside you."""
    return Path(environment.get("TOEVLUCHT_DATA") or "var").absolute()


def hosts(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The names under which the site answers: TOEVLUCHT_HOSTS, split by commas, and loopback."""
    named = environment.get("TOEVLUCHT_HOSTS", "").split(",")
    return LOOPBACK_HOSTS + [name.strip() for name in named if name.strip()]


def grading(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """TOEVLUCHT_GRADING: the scheme of the site, and ``code=scheme`` of organisations, by commas.

    That of the site stands under an empty name.
    """
    chosen = {"": "admiralty"}
    for part in environment.get("TOEVLUCHT_GRADING", "").split(","):
        organisation, _, scheme = part.strip().rpartition("=")
        if scheme and scheme not in GRADING_SCHEMES:
            known = ", ".join(GRADING_SCHEMES)
            raise SettingError(f"TOEVLUCHT_GRADING knows {known}, and not {scheme}")
        chosen |= {organisation: scheme} if scheme else {}
    return chosen


def database(folder: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """PostgreSQL where TOEVLUCHT_DATABASE_URL names one, else SQLite in the data folder."""
    return _database("TOEVLUCHT_DATABASE_URL", folder / "toevlucht.sqlite3", environment)


def key_store(folder: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """PostgreSQL where TOEVLUCHT_KEY_STORE_URL names one, else SQLite in the data folder."""
    return _database("TOEVLUCHT_KEY_STORE_URL", folder / "keystore" / "keys.sqlite3", environment)


def _database(name: str, file: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    address = environment.get(name, "")
    return postgresql(address, name) if address else sqlite(file)


def sqlite(file: Path) -> dict[str, Any]:
    """Readers never wait for a writer (WAL); a writer waits its turn from its first statement.

    What is deleted is overwritten, so that no key of a destroyed report stays in the file.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_BEGINS,
        },
    }


def postgresql(address: str, name: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name``; ``?host=/folder`` names a socket's folder.

    Its queries are short: compiling one to machine code takes longer than it would run.
    """
    parts = urlsplit(address)
    database_name = unquote(parts.path.removeprefix("/"))
    is_postgresql = parts.scheme in {"postgresql", "postgres"} and bool(database_name)
    if not is_postgresql or not _port_is_number(parts):
        raise SettingError(f"{name} must look like postgresql://user:password@host:port/name")
    options = {"options": "-c jit=off", **dict(parse_qsl(parts.query))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def key(name: str, folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The secret TOEVLUCHT_<NAME>_KEY, else one kept in the data folder and made when missing."""
    given = environment.get(f"TOEVLUCHT_{name.upper()}_KEY", "")
    return given or _kept_key(folder / "keys" / f"{name}.key")


def address(environment: Mapping[str, str] = os.environ) -> str:
    """The site's own address, as mails and links name it: TOEVLUCHT_ADDRESS, ``https://host``."""
    given = environment.get("TOEVLUCHT_ADDRESS", "").rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path):
        raise SettingError("TOEVLUCHT_ADDRESS must look like https://picture.example.org")
    return given


def newsletter_pace(environment: Mapping[str, str] = os.environ) -> int:
    """How many mails one worker hands over in a minute: TOEVLUCHT_NEWSLETTER_PER_MINUTE."""
    given = environment.get("TOEVLUCHT_NEWSLETTER_PER_MINUTE") or "1200"
    if not given.isdecimal() or int(given) < 1:
        raise SettingError("TOEVLUCHT_NEWSLETTER_PER_MINUTE must be a number above 0")
    return int(given)


def mail(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Through TOEVLUCHT_MAIL_URL, from TOEVLUCHT_MAIL_FROM; else as files in the data folder.

    ``smtp://user:password@host:587`` encrypts after connecting, ``smtps://`` from the start;
    ``?tls=no`` leaves a connection within one machine as it is.
    """
    given = environment.get("TOEVLUCHT_MAIL_URL", "")
    sender = environment.get("TOEVLUCHT_MAIL_FROM") or "toevlucht@localhost"
    if not given:
        return {
            "DEFAULT_FROM_EMAIL": sender,
            "EMAIL_BACKEND": "toevlucht.layout.mail_files.EmailBackend",
        }
    parts = urlsplit(given)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not _port_is_number(parts):
        raise SettingError(
            "TOEVLUCHT_MAIL_URL must look like smtp://user:password@host:port or smtps://..."
        )
    from_the_start = parts.scheme == "smtps"
    plain = dict(parse_qsl(parts.query)).get("tls") == "no"
    return {
        "DEFAULT_FROM_EMAIL": sender,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if from_the_start else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": from_the_start,
        "EMAIL_USE_TLS": not from_the_start and not plain,
    }


def audit_heads(environment: Mapping[str, str] = os.environ) -> str:
    """Where the heads of the audit trail are exported: TOEVLUCHT_AUDIT_HEADS, else as usual."""
    return environment.get("TOEVLUCHT_AUDIT_HEADS", "")


def old_audit_keys(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Keys that sealed once and only verify now: TOEVLUCHT_AUDIT_OLD_KEYS, split by commas."""
    return _listed("TOEVLUCHT_AUDIT_OLD_KEYS", environment)


def old_content_keys(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Master keys that wrapped once and only unwrap now: TOEVLUCHT_CONTENT_OLD_KEYS, by commas."""
    return _listed("TOEVLUCHT_CONTENT_OLD_KEYS", environment)


def key_backup_days(environment: Mapping[str, str] = os.environ) -> int:
    """How old a backup of the key store may be: TOEVLUCHT_KEY_BACKUP_DAYS, 30 at most."""
    given = environment.get("TOEVLUCHT_KEY_BACKUP_DAYS") or "30"
    if not given.isdecimal() or not 1 <= int(given) <= 30:
        raise SettingError("TOEVLUCHT_KEY_BACKUP_DAYS must be a number of days from 1 to 30")
    return int(given)


def clamd(environment: Mapping[str, str] = os.environ) -> str:
    """The virus scanner on this machine, TOEVLUCHT_CLAMD: a socket's path, or loopback and port."""
    given = environment.get("TOEVLUCHT_CLAMD", "").strip()
    way, _, place = given.partition(":")
    host, _, port = place.rpartition(":")
    is_file = way == "unix" and place.startswith("/")
    is_loopback = way == "tcp" and host in LOOPBACK_HOSTS and port.isdecimal()
    if given and not is_file and not is_loopback:
        raise SettingError(
            "TOEVLUCHT_CLAMD must look like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310; "
            "files are not sent to another machine"
        )
    return given


def _listed(name: str, environment: Mapping[str, str]) -> list[str]:
    return [one.strip() for one in environment.get(name, "").split(",") if one.strip()]


def _kept_key(file: Path) -> str:
    """Made under another name first, so that of two processes that begin together one wins."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_name(f".{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64), "ascii")
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text("ascii")


def _port_is_number(parts: SplitResult) -> bool:
    try:
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError:
        return False
    return True
