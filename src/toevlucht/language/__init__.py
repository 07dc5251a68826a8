"""The words of the interface in three languages, with their plurals, numbers and dates."""

from toevlucht.language.messages import Coded, Day, Message, Named, Value
from toevlucht.language.wording import LANGUAGES, Language, language

__all__ = ["LANGUAGES", "Coded", "Day", "Language", "Message", "Named", "Value", "language"]
