"""A build is the same bytes always, refuses what was changed, and gives no partner's value away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.picture.conftest import Built, Frozen
from tests.picture.desk import (
    Desk,
    observation,
    overlap,
    reception,
    registered,
    registration,
    watch,
)

from toevlucht.language import LANGUAGES
from toevlucht.picture.building import BuildError, build, steps
from toevlucht.picture.document import CHAPTERS
from toevlucht.picture.figures import FIGURES
from toevlucht.picture.markdown import MarkdownError
from toevlucht.picture.rendering.pdf import pdf as laid_out
from toevlucht.picture.snapshot import verify

TELLING = ("zwartewaterland", "kenteken", "kronkel", "blauwebusje")


def made(frozen: Path, out: Path, *tags: str, **options: Any) -> Path:
    for _ in build(frozen, out, tags or LANGUAGES, **options):
        pass
    return out


def every_byte(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


class TestTheBytes:
    def test_of_two_builds_are_the_same_in_every_file(
        self, demo_frozen: Frozen, tmp_path: Path
    ) -> None:
        frozen = demo_frozen("edition-1")
        one = every_byte(made(frozen, tmp_path / "one", "en"))
        other = every_byte(made(frozen, tmp_path / "elsewhere" / "other", "en"))
        assert "en/edition.pdf" in one
        assert one.keys() == other.keys()
        assert [path for path in one if one[path] != other[path]] == []

    @pytest.mark.parametrize(
        ("name", "label"),
        [
            ("edition-1", "Real edition published on"),
            ("interim-2022-06-07-v2", "Date of the exercise"),
        ],
    )
    def test_say_what_the_day_of_a_kind_of_edition_is(
        self, demo_built: Built, name: str, label: str
    ) -> None:
        page = (demo_built(name) / "en" / "body.html").read_text("utf-8")
        assert f"<dt>{label}</dt>" in page
        assert "<dt>Published on</dt>" not in page

    def test_are_those_of_the_manifest(self, demo_built: Built) -> None:
        assert verify(demo_built("edition-2")) == []
        manifest = json.loads((demo_built("edition-2") / "manifest.json").read_text("utf-8"))
        assert manifest["rendition"] == "public"
        types = {
            entry["path"].rpartition("/")[2]: entry["media_type"] for entry in manifest["files"]
        }
        assert types["index.html"].startswith("text/html")
        assert types["rises.csv-metadata.json"] == "application/csvm+json"
        assert types["edition.json"] == "application/json"

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_of_a_page_are_few(self, demo_built: Built, tag: str) -> None:
        for name in ("edition-2", "edition-3"):
            for page in ("index.html", "body.html"):
                assert (demo_built(name) / tag / page).stat().st_size < 300_000

    def test_of_trust_have_a_page_of_their_own(self, demo_built: Built) -> None:
        for tag in LANGUAGES:
            folder = demo_built("edition-2") / tag
            apart = (folder / "reliability.html").read_text("utf-8")
            whole = (folder / "index.html").read_text("utf-8")
            assert 'id="hidden-number"' in apart
            assert 'id="methods"' in apart
            assert 'id="hidden-number"' not in whole
            assert 'href="reliability.html"' in whole
            assert "1234" in apart  # the seed
            site = "/picture/ukraine-2022/2/v1/files/"
            assert f'href="/{tag}{site}{tag}/reliability.html"' in (folder / "body.html").read_text(
                "utf-8"
            )


class TestARefusal:
    def test_of_a_changed_byte_builds_nothing(self, desk: Desk, tmp_path: Path) -> None:
        frozen = desk.freeze()
        table = frozen / "tables" / "observations.parquet"
        table.write_bytes(table.read_bytes()[:-1] + b"?")
        with pytest.raises(BuildError, match=r"tables/observations\.parquet \(changed\)"):
            made(frozen, tmp_path / "built")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["desk"]

    def test_of_an_existing_folder_leaves_it_alone(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "built").mkdir()
        with pytest.raises(FileExistsError, match="never overwritten"):
            made(desk.freeze(), tmp_path / "built")
        assert list((tmp_path / "built").iterdir()) == []

    def test_of_a_text_that_cannot_be_shown_leaves_nothing(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        from toevlucht.picture.snapshot import freeze

        editorial = desk.editorial()
        (editorial / "narrative" / "nl" / "asks.md").write_text("# Too high\n", "utf-8")
        frozen = freeze([], editorial, tmp_path / "frozen")
        with pytest.raises(MarkdownError, match=r"narrative/nl/asks\.md, line 1"):
            made(frozen, tmp_path / "built", "nl", pdf=False)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["desk", "frozen"]


class TestAnEditionOfNothing:
    """Nobody contributed: an edition can still be made, and it says so everywhere."""

    @pytest.fixture(scope="class")
    @classmethod
    def built(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("nothing")
        return made(Desk(folder / "desk").freeze(), folder / "built", pdf=False)

    def test_has_every_figure_in_every_language(self, built: Path) -> None:
        for tag in LANGUAGES:
            edition = json.loads((built / tag / "edition.json").read_text("utf-8"))
            always = {kind.id for kind in FIGURES if not kind.is_left_out}
            assert {figure["id"] for figure in edition["figures"]} == always
            assert all(figure["sentence"] for figure in edition["figures"])

    def test_gives_no_number_that_nobody_supplied(self, built: Path) -> None:
        edition = json.loads((built / "en" / "edition.json").read_text("utf-8"))
        for figure in edition["figures"]:
            if figure["id"] in ("statements-by-region", "contributors"):
                continue
            cells = [cell for row in figure["rows"] for cell in row["cells"]]
            assert not [cell for cell in cells if "value" in cell], figure["id"]
            assert figure["organisations"] == 0

    def test_names_everybody_who_was_asked(self, built: Path) -> None:
        page = (built / "en" / "index.html").read_text("utf-8")
        assert "Of 4 organisations that were asked, 4 did not contribute" in page

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_is_written_in_its_language(self, built: Path, tag: str) -> None:
        page = (built / tag / "index.html").read_text("utf-8")
        assert f'lang="{tag}"' in page
        assert f"({tag})" in page


class TestWhatThePublicSees:
    """A region counted 3 statements and 2 people; the words of its rows tell who they are."""

    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        desk = Desk(tmp_path_factory.mktemp("telling"))
        own = {
            "origin": "own",
            "source": f"file of {TELLING[0]}",
            "source_address": f"https://example.org/{TELLING[1]}",
            "summary": f"The van with {TELLING[2]} stood there.",
        }
        local = own | {"level": "regional", "area": "GM0599"}
        rows = [observation(f"{TELLING[3]}-{n}", **local) for n in range(3)]
        persons = {"counting_unit": "person", "form": "organ"}
        rows += [observation(f"{TELLING[3]}-9", count="2", **persons, **local)]
        rows += [observation(f"{TELLING[3]}-8", count="7", counting_unit="person", **own)]
        source = {"origin": "own", "source": f"file of {TELLING[0]}"}
        desk.receive(
            "police",
            origin="own",
            observations=rows,
            reception=[
                reception("R-1", area="VR17", places="40", occupied="3", **source),
                reception("R-2", places="90000", occupied="71000", **source),
            ],
            registrations=[registration("B-1", registered="80000", **source)],
            watch=[
                watch("W-1", area="VR17", places="3", places_watching="2", people="2", **source),
                watch("W-2", area="VR13", places="30", places_watching="20", people="60", **source),
                watch("W-3", area="VR01", places="41", places_watching="33", people="77", **source),
            ],
            partner_registrations=[registered("Q-1", count="3", registered_by="police", **source)],
            overlap=[
                overlap("L-1", count="3", **source),
                overlap("L-2", count="2", on_lists="police;shelters", **source),
            ],
        )
        return desk.freeze(handling="green")

    @pytest.fixture(scope="class")
    @classmethod
    def public(cls, frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        return made(frozen, tmp_path_factory.mktemp("public") / "built", "nl", "en", pdf=False)

    @pytest.fixture(scope="class")
    @classmethod
    def partners(cls, frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("partners") / "built"
        return made(frozen, folder, "en", public=False, pdf=False)

    def test_holds_no_telling_word_in_any_file(self, public: Path) -> None:
        for path, data in every_byte(public).items():
            for word in TELLING:
                assert word.encode() not in data.lower(), (path, word)

    def test_holds_no_small_number_of_people_or_of_a_region(self, public: Path) -> None:
        for path, row in lines_of(public):
            small = {number for number in (row["value"], row["low"]) if number in ("2", "3")}
            if row["unit"] in ("person", "reception_place") or "region" in path:
                assert not small, (path, row)

    def test_says_a_range_in_every_rendition(self, public: Path) -> None:
        edition = json.loads((public / "en" / "edition.json").read_text("utf-8"))
        figures = {figure["id"]: figure for figure in edition["figures"]}
        region = cell(figures["statements-by-region"], "VR17", "statements")
        assert (region["state"], region["low"], region["high"]) == ("range", 0, 4)
        assert "value" not in region
        persons = cell(figures["ladder-national"], "regional.organ.report.person", "number")
        assert (persons["low"], persons["high"]) == (1, 4)
        assert "1 to 4" in (public / "en" / "index.html").read_text("utf-8")
        assert "1 tot en met 4" in (public / "nl" / "index.html").read_text("utf-8")

    def test_draws_no_hidden_number_either(self, public: Path) -> None:
        page = (public / "en" / "index.html").read_text("utf-8")
        alone = re.findall(r"Rotterdam-Rijnmond[^<]{0,20}\b[23]\b[^<]{0,20}", page)
        assert not alone

    def test_says_nothing_more_on_paper(self, public: Path, frozen: Path) -> None:
        """The PDF is laid out from the same document; its own words are searched uncompressed."""
        from toevlucht.picture.document import document
        from toevlucht.picture.figures import compute
        from toevlucht.picture.rendering.paper import on_paper
        from toevlucht.picture.snapshot import open_snapshot

        with open_snapshot(frozen) as snapshot:
            figures = {kind.id: compute(kind, snapshot) for kind in FIGURES}
            made = document(snapshot.edition, figures, "en")
        told = json.dumps(on_paper(made), ensure_ascii=False).lower()
        assert not [word for word in TELLING if word in told]
        assert "3 statements" not in told
        assert "2 people" not in told
        assert "1 to 4" in told
        with pikepdf.open(io.BytesIO(laid_out(made))) as paper:
            hidden = [str(value).lower() for value in paper.docinfo.values()]
            assert not [word for word in TELLING if any(word in text for text in hidden)]

    def test_is_not_what_partners_see(self, partners: Path) -> None:
        edition = json.loads((partners / "en" / "edition.json").read_text("utf-8"))
        figures = {figure["id"]: figure for figure in edition["figures"]}
        assert cell(figures["statements-by-region"], "VR17", "statements")["value"] == 4
        persons = cell(figures["ladder-national"], "regional.organ.report.person", "number")
        assert persons["value"] == 2
        assert cell(figures["reception-by-region"], "VR17", "occupied")["value"] == 3
        assert TELLING[0] in (partners / "en" / "index.html").read_text("utf-8")
        manifest = json.loads((partners / "manifest.json").read_text("utf-8"))
        assert manifest["rendition"] == "partners"


class TestTheDocument:
    def test_shows_every_figure_once(self) -> None:
        shown = [figure for _, _, figures in CHAPTERS for figure in figures]
        assert sorted(shown) == sorted(kind.id for kind in FIGURES)

    def test_steps_are_as_many_as_announced(self, desk: Desk, tmp_path: Path) -> None:
        frozen = desk.freeze()
        taken = list(build(frozen, tmp_path / "built", ["en"], pdf=False))
        assert len(taken) == steps(["en"], pdf=False)
        assert steps(LANGUAGES, pdf=True) == len(FIGURES) + 6


def lines_of(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted(folder.rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield file.name, row


def cell(figure: dict[str, Any], row: str, column: str) -> dict[str, Any]:
    position = next(n for n, found in enumerate(figure["columns"]) if found["id"] == column)
    found = next(r for r in figure["rows"] if r["id"] == row)["cells"][position]
    assert isinstance(found, dict)
    return found
