"""Say a message in Dutch, English or Ukrainian, from the catalogues in ``content/texts``."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from toevlucht.language.messages import Coded, Day, Message, Named, Value

LANGUAGES = ("nl", "en", "uk")

# British dates and numbers: the English pages are read in Europe.
LOCALES = {"nl": "nl_NL", "en": "en_GB", "uk": "uk_UA"}

# The names that CLDR gives to plural forms; every language has at least "other".
PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

# A Ukrainian date ends with the short word for year; its full stop ends a sentence too.
YEAR_AND_STOP = re.compile(r"\bр\.\.(?!\.)")

Phrase = str | Mapping[str, str]


class Language:
    """One of the three languages: its catalogue, and how it writes numbers and dates."""

    def __init__(self, tag: str, catalogue: Mapping[str, Phrase]) -> None:
        self.tag = tag
        self.locale = Locale.parse(LOCALES[tag])
        self.catalogue = catalogue

    def say(self, key: str, **values: Value) -> str:
        """The text under ``key``, placeholders filled; a plural is chosen by the value ``n``."""
        phrase = self.catalogue[key]
        if not isinstance(phrase, str):
            phrase = self._plural(key, phrase, values)
        said = phrase.format(**{name: self.write(value) for name, value in values.items()})
        return YEAR_AND_STOP.sub("р.", said)

    def message(self, message: Message) -> str:
        return self.say(message.key, **message.values)

    def write(self, value: Value) -> str:
        """A value as a reader of this language would write it."""
        match value:
            case str():
                return value
            case int() | Decimal():
                return self.number(value)
            case datetime.date():
                return self.date(value)
            case Day():
                return self.day(value)
            case Coded():
                return self.say(f"codes.{value.code_list}.{value.code}")
            case Named():
                return value.name(self.tag)
            case Message():
                return self.message(value)
            case tuple():
                return self.list([self.write(part) for part in value])
        raise TypeError(f"cannot write a {type(value).__name__}")

    def number(self, value: int | Decimal) -> str:
        return format_decimal(value, locale=self.locale)

    def percent(self, share: Decimal, digits: int = 0) -> str:
        pattern = f"#,##0.{'0' * digits}%" if digits else "#,##0%"
        return format_percent(share, format=pattern, locale=self.locale)

    def date(self, value: datetime.date, style: str = "long") -> str:
        return format_date(value, style, locale=self.locale)

    def day(self, value: Day) -> str:
        if value.precision == "month":
            return format_date(value.date, "LLLL y", locale=self.locale)
        if value.precision == "year":
            return format_date(value.date, "y", locale=self.locale)
        if value.precision == "week":
            return self.say("language.week_of", day=value.date)
        return self.date(value.date)

    def list(self, parts: list[str]) -> str:
        return format_list(parts, locale=self.locale)

    def _plural(self, key: str, forms: Mapping[str, str], values: Mapping[str, Value]) -> str:
        count = values.get("n")
        if not isinstance(count, int):
            raise TypeError(f"the text {key!r} has plural forms and needs a whole number n")
        return forms.get(self.locale.plural_form(count), forms["other"])


@cache
def language(tag: str) -> Language:
    """The language with this tag; raises ``KeyError`` for one that Toevlucht does not speak."""
    if tag not in LANGUAGES:
        raise KeyError(tag)
    return Language(tag, catalogue(tag))


@cache
def catalogue(tag: str) -> Mapping[str, Phrase]:
    """All texts of one language by their dotted keys: ``file.section.name``."""
    found: dict[str, Phrase] = {}
    for file in files("toevlucht.content").joinpath("texts", tag).iterdir():
        if file.name.endswith(".toml"):
            _flatten(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")), found)
    return found


def _flatten(prefix: str, branch: Mapping[str, Any], found: dict[str, Phrase]) -> None:
    for name, value in branch.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str) or ("other" in value and PLURAL_FORMS.issuperset(value)):
            found[key] = value
        else:
            _flatten(key, value, found)
