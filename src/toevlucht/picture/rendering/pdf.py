"""A document as a tagged PDF: Typst lays out data, and refuses a chart without its text."""

from __future__ import annotations

import datetime
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from toevlucht.picture.blocks import Document
from toevlucht.picture.rendering.paper import on_paper
from toevlucht.picture.rendering.printable import FONTS, printable

TEMPLATE = Path(str(files("toevlucht.picture.rendering").joinpath("edition.typ")))


class PdfError(Exception):
    """The document could not be laid out; the message is Typst's."""


def pdf(document: Document) -> bytes:
    """The PDF of the document, the same bytes whenever and wherever it is made."""
    data = json.dumps(_printable(on_paper(document)), ensure_ascii=False, sort_keys=True)
    midnight = datetime.datetime.combine(document.date, datetime.time(), tzinfo=datetime.UTC)
    try:
        made: bytes = typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"edition": data},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(midnight.timestamp()),
        )
    except typst.TypstError as error:
        raise PdfError(f"{document.id} ({document.language}): {error}") from error
    return made


def _printable(data: Any) -> Any:
    """What partners sent, such as the name of a source, may hold signs that no font of ours has."""
    match data:
        case str():
            return printable(data)
        case dict():
            return {key: _printable(value) for key, value in data.items()}
        case list() | tuple():
            return [_printable(value) for value in data]
    return data
