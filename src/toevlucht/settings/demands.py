"""What real use demands of the environment: everything that lacks is named at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from toevlucht.settings import environment as reading
from toevlucht.settings.accessibility import accessibility_contact, accessibility_examination
from toevlucht.settings.environment import LOOPBACK_HOSTS, SettingError
from toevlucht.settings.safety import safety_checks
from toevlucht.signals.safety import unchecked

COMPULSORY_SECRETS = ("TOEVLUCHT_SECRET_KEY", "TOEVLUCHT_AUDIT_KEY", "TOEVLUCHT_CONTENT_KEY")
SECRETS = (*COMPULSORY_SECRETS, "TOEVLUCHT_BACKUP_KEY")
SHORTEST_SECRET = 50
FEWEST_DIFFERENT = 12  # characters; random text of this length has more
HOW_TO_MAKE_ONE = "make one with: openssl rand -base64 48"

HSTS = {"host": (False, False), "subdomains": (True, False), "preload": (True, True)}
YES = {"1", "true", "yes", "on"}

Environment = Mapping[str, str]


def meet_demands(environment: Environment = os.environ) -> None:
    """Raise SettingError with everything that is wrong; no value of a secret is repeated."""
    problems = [
        *_about_secrets(environment),
        *_about_places(environment),
        *_about_mail(environment),
        *_about_purpose(environment),
        *_about_safety(environment),
    ]
    if problems:
        listed = "\n".join(f"- {problem}" for problem in problems)
        raise SettingError(
            f"Toevlucht does not start in production before this is mended:\n{listed}"
        )


def security_contact(environment: Environment = os.environ) -> str:
    """Where somebody reports a weakness: TOEVLUCHT_SECURITY_CONTACT."""
    given = environment.get("TOEVLUCHT_SECURITY_CONTACT", "").strip()
    if given and not _is_contact(given):
        raise SettingError(
            "TOEVLUCHT_SECURITY_CONTACT must look like mailto:security@example.org or "
            "https://example.org/security"
        )
    return given


def hsts(environment: Environment = os.environ) -> tuple[bool, bool]:
    """TOEVLUCHT_HSTS: whether subdomains are meant too, and whether browsers may preload it."""
    given = environment.get("TOEVLUCHT_HSTS") or "host"
    if given not in HSTS:
        raise SettingError(f"TOEVLUCHT_HSTS must be one of {', '.join(HSTS)}")
    return HSTS[given]


def proxies(environment: Environment = os.environ) -> int:
    """TOEVLUCHT_PROXIES: how many proxies of ours stand before the site; one unless given."""
    given = environment.get("TOEVLUCHT_PROXIES") or "1"
    if given not in {"1", "2", "3"}:
        raise SettingError("TOEVLUCHT_PROXIES must be 1, 2 or 3: the proxies that you run yourself")
    return int(given)


def _about_secrets(environment: Environment) -> Iterator[str]:
    given = {name: environment.get(name, "") for name in SECRETS}
    for name in COMPULSORY_SECRETS:
        if not given[name]:
            yield f"{name} is missing: {HOW_TO_MAKE_ONE}"
    for name, secret in given.items():
        if secret and len(secret) < SHORTEST_SECRET:
            yield f"{name} is shorter than {SHORTEST_SECRET} characters: {HOW_TO_MAKE_ONE}"
        elif secret and len(set(secret)) < FEWEST_DIFFERENT:
            yield f"{name} repeats the same few characters: {HOW_TO_MAKE_ONE}"
    for one, other in combinations(SECRETS, 2):
        if given[one] and given[one] == given[other]:
            yield f"{one} and {other} are the same: give each a secret of its own"


def _about_places(environment: Environment) -> Iterator[str]:
    folder = environment.get("TOEVLUCHT_DATA", "")
    if not Path(folder).is_absolute():
        yield "TOEVLUCHT_DATA must name the data folder in full, beginning with /"
    if not environment.get("TOEVLUCHT_DATABASE_URL"):
        yield (
            "TOEVLUCHT_DATABASE_URL is missing: name a PostgreSQL database, "
            "postgresql://user:password@host:port/name"
        )
    else:
        yield from _problem_of(lambda: reading.database(Path(folder), environment))
    store = environment.get("TOEVLUCHT_KEY_STORE_URL", "")
    if not store:
        yield (
            "TOEVLUCHT_KEY_STORE_URL is missing: name a PostgreSQL database for keys alone, "
            "postgresql://user:password@host:port/name"
        )
    elif store == environment.get("TOEVLUCHT_DATABASE_URL"):
        yield "TOEVLUCHT_KEY_STORE_URL must name another database than TOEVLUCHT_DATABASE_URL"
    else:
        yield from _problem_of(lambda: reading.key_store(Path(folder), environment))
    names = [name for name in reading.hosts(environment) if name not in LOOPBACK_HOSTS]
    if not names:
        yield "TOEVLUCHT_HOSTS is missing: name the hosts under which the site answers"
    for name in names:
        if "*" in name or name.startswith("."):
            yield "TOEVLUCHT_HOSTS must name each host in full, without * and not from a dot on"
    yield from _about_address(environment, names)
    contacts = (accessibility_contact, accessibility_examination)
    for read in (hsts, proxies, *contacts, reading.clamd, reading.key_backup_days):
        yield from _problem_of(lambda read=read: read(environment))  # type: ignore[misc]


def _about_address(environment: Environment, names: list[str]) -> Iterator[str]:
    problems = list(_problem_of(lambda: reading.address(environment)))
    yield from problems
    if problems:
        return
    parts = urlsplit(reading.address(environment))
    if parts.scheme != "https":
        yield "TOEVLUCHT_ADDRESS must be the site's address, beginning with https://"
    elif names and parts.hostname not in names:
        yield "TOEVLUCHT_ADDRESS must name a host that is in TOEVLUCHT_HOSTS"


def _about_mail(environment: Environment) -> Iterator[str]:
    mail = environment.get("TOEVLUCHT_MAIL_URL", "")
    if not mail:
        yield "TOEVLUCHT_MAIL_URL is missing: invitations go by mail, smtp://user:password@host:587"
    else:
        problems = list(_problem_of(lambda: reading.mail(environment)))
        yield from problems
        parts = urlsplit(mail)
        plain = parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("tls") == "no"
        if not problems and plain and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            yield "TOEVLUCHT_MAIL_URL may say tls=no for a mail server on this machine only"
    if "@" not in environment.get("TOEVLUCHT_MAIL_FROM", ""):
        yield "TOEVLUCHT_MAIL_FROM is missing: name the address from which the site sends mail"
    if not environment.get("TOEVLUCHT_SECURITY_CONTACT"):
        yield (
            "TOEVLUCHT_SECURITY_CONTACT is missing: say where somebody reports a weakness, "
            "mailto:security@example.org"
        )
    yield from _problem_of(lambda: security_contact(environment))


def _about_purpose(environment: Environment) -> Iterator[str]:
    if environment.get("TOEVLUCHT_DEMO", "").strip().lower() in YES:
        yield "TOEVLUCHT_DEMO is set: the demo has settings of its own, and its passwords are known"


def _about_safety(environment: Environment) -> Iterator[str]:
    """The sentences on which somebody's safety may hang: each checked by a native speaker."""
    try:
        lacking = unchecked(safety_checks(environment))
    except SettingError as error:
        yield str(error)
        return
    if lacking:
        named = ", ".join(f"{one.name} ({one.language})" for one in lacking)
        yield (
            "TOEVLUCHT_SAFETY_CHECKS lacks checks by a native speaker, so have them made "
            f"(`toevlucht safety` prints the sentences): {named}"
        )


def _problem_of(read: Callable[[], object]) -> Iterator[str]:
    try:
        read()
    except SettingError as error:
        yield str(error)


def _is_contact(given: str) -> bool:
    parts = urlsplit(given)
    if parts.scheme == "mailto":
        return "@" in parts.path and not set(given) & set(" \r\n")
    return parts.scheme == "https" and bool(parts.hostname) and given.isprintable()
