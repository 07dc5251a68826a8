"""Files that come with reports: judged by content, sealed as sent, shown as clean copies."""

from __future__ import annotations

import hashlib
import io
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings
from tests.partners.people import person
from tests.signals.telling import municipality, report, safety_region, telling, viewer

from toevlucht.partners.models import Person
from toevlucht.records.attachments.cleaning import CannotClean, clean_copy
from toevlucht.records.attachments.isolated import clean_copy_apart
from toevlucht.records.attachments.scanning import ScannerFailed, is_infected
from toevlucht.records.attachments.taking import (
    MOST_BYTES,
    MOST_FILES,
    FilesRefused,
    GivenFile,
    given_files,
    kind_of,
)
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen, new_key
from toevlucht.records.sealed.files import destroy_file, read_file, write_file
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.models import Attachment, Report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SECRET_PLACE = b"Kerkstraat 12 Utrecht"


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    """Taken on its side, with a place, a camera, a comment and a profile in it."""
    picture = Image.new("RGB", size, "red")
    exif = picture.getexif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = SECRET_PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    more = {"comment": SECRET_PLACE} if kind in ("JPEG", "GIF") else {}
    if kind != "GIF":
        more |= {"exif": exif.tobytes(), "icc_profile": b"profile of " + SECRET_PLACE}
    picture.save(written, kind, **more)
    return written.getvalue()


def document(pages: int = 2) -> bytes:
    sheets = [Image.new("RGB", (120, 160), colour) for colour in ("white", "grey") * pages]
    written = io.BytesIO()
    sheets[0].save(
        written, "PDF", save_all=True, append_images=sheets[1:pages], title=SECRET_PLACE.decode()
    )
    return written.getvalue()


@dataclass
class Sent:
    name: str | None
    content: bytes

    @property
    def size(self) -> int | None:
        return len(self.content)

    def read(self) -> bytes:
        return self.content


def attached(*files: GivenFile) -> Report:
    found = report()
    key = custody.open_key(found.record, found.handler)
    attach_files(found, key, files or [GivenFile("olena kovalenko.jpg", photo())])
    work_all()
    return found


def address(found: Report, number: int = 1, rest: str = "") -> str:
    return f"/en/desk/reports/{found.reference}/files/{number}/{rest}"


@pytest.fixture
def coordinator() -> Person:
    return municipality()


@pytest.fixture
def desk(coordinator: Person, client: Client) -> Client:
    client.force_login(coordinator)
    return client


# What is taken


def test_the_kind_is_that_of_the_content_and_never_of_the_name() -> None:
    assert kind_of(photo()) == "image/jpeg"
    assert kind_of(photo("PNG")) == "image/png"
    assert kind_of(photo("WEBP")) == "image/webp"
    assert kind_of(photo("GIF")) == "image/gif"
    assert kind_of(b"\0\0\0\x18ftypheic\0\0") == "image/heic"
    assert kind_of(document()) == "application/pdf"
    assert kind_of("Біля воріт стояв фургон".encode()) == "text/plain"
    assert kind_of("Біля воріт".encode("utf-16")) == "text/plain"
    assert kind_of(b"MZ\x90\0 a program") is None
    with pytest.raises(FilesRefused, match="unknown_kind"):
        given_files([Sent("photo.jpg", b"\x7fELF\0")])


def test_too_many_and_too_large_files_are_refused_and_empty_ones_are_left_out() -> None:
    assert given_files([Sent("", b""), Sent("a.txt", b"a")]) == [GivenFile("a.txt", b"a")]
    with pytest.raises(FilesRefused, match="too_many"):
        given_files([Sent("a.txt", b"a")] * (MOST_FILES + 1))
    with pytest.raises(FilesRefused, match="too_many"):
        given_files([Sent("a.txt", b"a")], already=MOST_FILES)
    with pytest.raises(FilesRefused, match="too_large"):
        given_files([Sent("a.txt", b"a" * (MOST_BYTES + 1))])


# Clean copies


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_clean_picture_is_upright_and_tells_nothing_else(kind: str) -> None:
    dirty = photo(kind)
    clean = clean_copy(dirty)
    assert SECRET_PLACE in dirty
    assert SECRET_PLACE not in clean
    with Image.open(io.BytesIO(clean)) as picture:
        assert not picture.getexif()
        assert "icc_profile" not in picture.info
        assert "comment" not in picture.info
        assert picture.size == ((40, 20) if kind == "GIF" else (20, 40))


def test_a_clean_document_is_made_of_pictures_of_its_pages() -> None:
    import pikepdf

    dirty = document()
    clean = clean_copy(dirty)
    with pikepdf.open(io.BytesIO(dirty)) as before, pikepdf.open(io.BytesIO(clean)) as after:
        assert str(before.docinfo["/Title"]) == SECRET_PLACE.decode()
        assert len(after.pages) == len(before.pages) == 2
        assert "/Title" not in after.docinfo
        assert all("/Font" not in page.resources for page in after.pages)


def test_of_a_bomb_a_broken_file_and_a_long_document_there_is_no_clean_copy() -> None:
    bomb = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(bomb, "PNG")
    for content in (bomb.getvalue(), photo()[:200], b"%PDF-1.7 nothing", document(31)):
        with pytest.raises(CannotClean):
            clean_copy(content)


def test_a_copy_is_made_in_a_process_of_its_own() -> None:
    assert clean_copy_apart(b"\xef\xbb\xbfplain") == b"plain"
    assert clean_copy_apart(photo()) == clean_copy(photo())
    assert clean_copy_apart(photo()[:200]) is None


# Kept


def test_an_original_is_kept_sealed_with_its_digest_and_no_name_on_the_disk(
    coordinator: Person, data_folder: Path
) -> None:
    found = attached()
    stored = [path for path in data_folder.rglob("*") if path.is_file()]
    assert len(stored) == 2
    for path in stored:
        assert path.stat().st_mode & 0o077 == 0
        assert b"JFIF" not in path.read_bytes()
        assert "olena" not in str(path)
    row = Attachment.objects.get(report=found)
    key = custody.open_key(found.record, "gm0344")
    assert read_file(key, found.record, row.original) == photo()
    assert (row.state, found.attachments.count()) == ("clean", 1)
    assert Report.objects.get(pk=found.pk).has_attachments
    assert b"olena" not in bytes(row.facts)


def test_a_sealed_file_opens_under_its_own_key_and_record_only(data_folder: Path) -> None:
    key = new_key()
    name = write_file(key, "report:one", b"words")
    for wrong_key, wrong_record in ((new_key(), "report:one"), (key, "report:two")):
        with pytest.raises(CannotOpen):
            read_file(wrong_key, wrong_record, name)
    assert destroy_file(name)
    assert not destroy_file(name)
    with pytest.raises(ValueError, match="no name"):
        read_file(key, "report:one", "../keys/content.key")


def test_files_of_a_report_that_fails_are_not_left_on_the_disk(
    coordinator: Person, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = report()
    monkeypatch.setattr("toevlucht.signals.actions.attaching.record_change", lambda *a, **b: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach_files(found, new_key(), [GivenFile("a.txt", b"a")])
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []
    assert not Attachment.objects.exists()


# Opened


def test_who_handles_it_fetches_the_clean_copy_under_a_name_that_tells_nothing(
    desk: Client,
) -> None:
    found = attached()
    page = desk.get(f"/en/desk/reports/{found.reference}/").content.decode()
    assert "olena kovalenko.jpg" in page
    assert hashlib.sha256(photo()).hexdigest() in page
    answer = desk.get(address(found))
    assert SECRET_PLACE not in answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="{found.reference}-1.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    line = AuditLine.objects.filter(event="report.file_read").get()
    assert line.ids == [found.reference, "1"]


def test_the_original_comes_after_a_warning_and_is_on_record_apart(desk: Client) -> None:
    found = attached()
    assert "can harm your computer" in desk.get(address(found, rest="original/")).content.decode()
    assert not AuditLine.objects.filter(event="report.original_read").exists()
    answer = desk.post(address(found, rest="original/"))
    assert answer.content == photo()
    assert AuditLine.objects.filter(event="report.original_read", outcome="done").exists()


def test_where_no_copy_can_be_made_only_the_original_is_kept_and_the_page_says_so(
    desk: Client,
) -> None:
    found = attached(GivenFile("a.heic", b"\0\0\0\x18ftypheic\0\0"))
    page = desk.get(f"/en/desk/reports/{found.reference}/").content.decode()
    assert "No clean copy can be made" in page
    assert desk.get(address(found)).status_code == 404
    assert desk.post(address(found, rest="original/")).status_code == 200


def test_a_stranger_a_reader_at_home_and_a_wrong_number_find_nothing(
    desk: Client, client: Client
) -> None:
    found = attached()
    assert desk.get(address(found, 2)).status_code == 404
    reader = person("ria", "gm0344", "reader")
    stranger = safety_region()
    for somebody in (reader, stranger):
        client.force_login(somebody)
        for rest in ("", "original/"):
            assert client.get(address(found, rest=rest)).status_code in (403, 404)
            assert client.post(address(found, rest=rest)).status_code in (403, 404, 405)
    assert not AuditLine.objects.filter(event="report.file_read", outcome="done").exists()


def test_whom_the_report_is_kept_from_finds_no_file(client: Client) -> None:
    there, region = municipality(), safety_region()
    found = report(telling(excluded=("gm0344",)))
    attach_files(found, custody.open_key(found.record, "vr09"), [GivenFile("a.txt", b"a")])
    work_all()
    client.force_login(there)
    assert client.get(address(found)).status_code == 404
    client.force_login(region)
    assert client.get(address(found)).content == b"a"
    assert viewer(region).organisation == found.handler


# The virus scanner


class FakeClamd:
    """Understands INSTREAM and nothing else; finds what says EICAR."""

    def __init__(self, place: Path, answer: bytes | None = None) -> None:
        self.answer = answer
        self.asked: list[bytes] = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(place))
        self._server.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._server.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", said.read(4))[0]:
                    content += said.read(size)
                self.asked.append(content)
                found = (
                    b"stream: Eicar-Signature FOUND\0" if b"EICAR" in content else b"stream: OK\0"
                )
                caller.sendall(self.answer if self.answer is not None else found)

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def clamd(settings: Settings, tmp_path: Path, socket_enabled: None) -> Iterator[Any]:
    place = tmp_path / "clamd.ctl"
    fake = FakeClamd(place)
    settings.TOEVLUCHT_CLAMD = f"unix:{place}"
    yield fake
    fake.close()


def test_the_scanner_sees_all_of_a_file_and_says_whether_it_is_well(clamd: FakeClamd) -> None:
    large = b"a" * 200_000
    assert not is_infected(large)
    assert is_infected(b"EICAR")
    assert clamd.asked == [large, b"EICAR"]


def test_a_scanner_that_fails_or_is_not_there_says_nothing_about_a_file(
    clamd: FakeClamd, settings: Settings
) -> None:
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"
    with pytest.raises(ScannerFailed):
        is_infected(b"a")
    clamd.answer = b""
    with pytest.raises(ScannerFailed):
        is_infected(b"a")
    settings.TOEVLUCHT_CLAMD = "unix:/nowhere/clamd.ctl"
    with pytest.raises(ScannerFailed):
        is_infected(b"a")


def test_without_a_scanner_nothing_is_asked(settings: Settings) -> None:
    settings.TOEVLUCHT_CLAMD = ""
    assert not is_infected(b"EICAR")


def test_a_file_with_a_virus_is_kept_and_fetched_by_nobody(desk: Client, clamd: FakeClamd) -> None:
    found = attached(GivenFile("a.txt", b"EICAR"))
    assert Attachment.objects.get(report=found).state == "refused_by_scanner"
    assert (
        "scanner found something"
        in desk.get(f"/en/desk/reports/{found.reference}/").content.decode()
    )
    for rest in ("", "original/"):
        assert desk.get(address(found, rest=rest)).status_code == 404
