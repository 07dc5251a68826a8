"""Codes, tables and checks of what partners send: one data dictionary, many uses."""

from toevlucht.dictionary.loading import dictionary
from toevlucht.dictionary.model import Code, CodeList, Column, Dictionary, Table

__all__ = ["Code", "CodeList", "Column", "Dictionary", "Table", "dictionary"]
