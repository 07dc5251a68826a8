"""A clean copy of a file: what can be seen in it, and nothing that came along unseen.

Pictures are decoded and written anew, without place, camera, comments and colour profile. Pages of
a PDF are drawn as pictures. Run in a process of its own (`isolated`): a decoder may be attacked.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageOps

from toevlucht.records.attachments.taking import GIF, JPEG, PDF, PNG, TEXT, WEBP, as_text, kind_of

MOST_PIXELS = 60_000_000
MOST_PAGES = 30
LONG_SIDE = 1_800  # pixels of a page
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
DECODERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF"}


class CannotClean(Exception):
    """There is no clean copy to be had of this file."""


def clean_copy(content: bytes) -> bytes:
    """A JPEG, a PNG, a PDF of pictures, or text in UTF-8. Raises `CannotClean`."""
    kind = kind_of(content)
    try:
        if kind == TEXT:
            return (as_text(content) or "").encode()
        if kind == PDF:
            return _clean_pdf(content)
        if kind in DECODERS:
            return _clean_picture(content, DECODERS[kind])
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError) as error:
        raise CannotClean from error
    except (*BOMBS, pypdfium2.PdfiumError) as error:
        raise CannotClean from error
    raise CannotClean


def _clean_picture(content: bytes, decoder: str) -> bytes:
    """The first picture of a moving one; see-through parts stay see-through."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(content), formats=[decoder])
    with picture:
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        pixels = upright.convert("RGBA" if has_alpha else "RGB")
    # Of the bytes alone, so that nothing else that the file said of itself can come along.
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    written = io.BytesIO()
    if has_alpha or decoder in ("PNG", "GIF"):
        bare.save(written, "PNG")
    else:
        bare.save(written, "JPEG", quality=88)
    return written.getvalue()


def _clean_pdf(content: bytes) -> bytes:
    with pypdfium2.PdfDocument(content) as document:
        if not 1 <= len(document) <= MOST_PAGES:
            raise CannotClean
        drawn = _drawn(document)
        written = io.BytesIO()
        next(drawn).save(written, "PDF", save_all=True, append_images=drawn, resolution=150)
    return written.getvalue()


def _drawn(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    for number in range(len(document)):
        page = document[number]
        scale = min(LONG_SIDE / max(*page.get_size(), 1), 3)
        yield page.render(scale=scale).to_pil().convert("RGB")
        page.close()


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(clean_copy(sys.stdin.buffer.read()))
    except CannotClean:
        sys.exit(3)
