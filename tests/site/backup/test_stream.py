"""An encrypted stream comes back whole and unchanged, or it does not come back."""

from __future__ import annotations

import io

import pytest

from toevlucht.site.backup.problem import BackupProblem
from toevlucht.site.backup.stream import CHUNK, HEADER, TAG, OpeningStream, SealingStream

SECRET = "a secret of these tests"


def sealed(content: bytes, secret: str = SECRET) -> bytes:
    target = io.BytesIO()
    stream = SealingStream(target, secret)
    for start in range(0, len(content), 99_991):
        stream.write(content[start : start + 99_991])
    stream.finish()
    return target.getvalue()


def opened(content: bytes, secret: str = SECRET) -> bytes:
    stream = OpeningStream(io.BytesIO(content), secret)
    parts = []
    while part := stream.read(70_001):
        parts.append(part)
    return b"".join(parts)


def content(size: int) -> bytes:
    return bytes(range(256)) * (size // 256) + b"x" * (size % 256)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_whatever_its_length_it_comes_back(size: int) -> None:
    assert opened(sealed(content(size))) == content(size)


def test_nothing_of_it_can_be_read_without_the_secret() -> None:
    text = b"who sent this contribution"
    assert text not in sealed(text)
    assert sealed(text) != sealed(text), "a salt makes each file its own"
    with pytest.raises(BackupProblem, match="other_key"):
        opened(sealed(text), "another secret")


def test_a_file_of_something_else_is_no_backup() -> None:
    for other in (b"", b"PK\x03\x04", b"toevlucht backup 1\n"):
        with pytest.raises(BackupProblem, match="not_a_backup"):
            opened(other)


@pytest.mark.parametrize("place", [HEADER, HEADER + CHUNK, HEADER + CHUNK + TAG + 5, -1])
def test_a_flipped_bit_is_noticed(place: int) -> None:
    whole = bytearray(sealed(content(2 * CHUNK + 100)))
    whole[place] ^= 1
    with pytest.raises(BackupProblem, match="damaged"):
        opened(bytes(whole))


@pytest.mark.parametrize("left", [HEADER, HEADER + 10, HEADER + CHUNK + TAG, -1])
def test_a_file_that_was_cut_off_is_noticed_also_between_two_chunks(left: int) -> None:
    with pytest.raises(BackupProblem, match="damaged"):
        opened(sealed(content(2 * CHUNK + 100))[:left])


def test_chunks_that_changed_places_or_were_added_are_noticed() -> None:
    whole = sealed(content(3 * CHUNK))
    size = CHUNK + TAG
    head, chunks = whole[:HEADER], [whole[HEADER + n * size :][:size] for n in range(3)]
    for order in ([1, 0, 2], [0, 2], [0, 1, 1, 2], [0, 1, 2, 2]):
        with pytest.raises(BackupProblem, match="damaged"):
            opened(head + b"".join(chunks[number] for number in order))


def test_what_was_broken_off_stays_unreadable() -> None:
    target = io.BytesIO()
    SealingStream(target, SECRET).write(content(5 * CHUNK))
    with pytest.raises(BackupProblem, match="damaged"):
        opened(target.getvalue())
