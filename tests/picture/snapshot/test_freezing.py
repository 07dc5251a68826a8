"""Freezing takes what was known, makes it comparable, and leaves nothing behind when it fails."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.picture.desk import Desk, observation, total

from toevlucht.dictionary import dictionary
from toevlucht.picture.editorial import EditorialError
from toevlucht.picture.snapshot import FreezeError, freeze, open_snapshot, verify


def rows(frozen: Path, table: str = "observations") -> list[dict[str, Any]]:
    return pq.read_table(frozen / "tables" / f"{table}.parquet").to_pylist()


def refs(frozen: Path, table: str = "observations") -> list[str]:
    return [row["ref"] for row in rows(frozen, table)]


def manifest(frozen: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((frozen / "manifest.json").read_text("utf-8"))
    return content


def every_byte(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


class TestWhatWasKnown:
    def test_a_contribution_cut_off_later_is_left_out_whole(self, desk: Desk) -> None:
        desk.receive("police", observations=[observation("P-1")])
        desk.receive("kmar", cut_off="2022-04-25", observations=[observation("K-1")])
        frozen = desk.freeze()
        assert refs(frozen) == ["police/P-1"]
        assert manifest(frozen)["contributors"] == ["police"]

    def test_what_happened_early_and_was_known_late_is_left_out(self, desk: Desk) -> None:
        """Two axes of time: it is the day on which it became known that counts."""
        late = observation("P-1", observed_from="2022-03-01", known_on="2022-05-01")
        desk.receive("police", cut_off="2022-05-01", observations=[late])
        assert refs(desk.freeze()) == []

    def test_rows_known_later_are_filtered_within_what_is_taken(self, desk: Desk) -> None:
        """The check refuses such a file; a frozen edition does not depend on that alone."""
        desk.receive(
            "police",
            cut_off="2022-05-01",
            observations=[
                observation("P-1"),
                observation("P-2", known_on="2022-05-01"),
            ],
        )
        (checked,) = desk.checked()
        assert checked.manifest is not None
        object.__setattr__(checked.manifest, "cut_off", checked.manifest.period_from)
        frozen = freeze([checked], desk.editorial(), desk.folder / "frozen")
        assert refs(frozen) == ["police/P-1"]

    def test_another_series_stays_out(self, desk: Desk) -> None:
        desk.receive("police", observations=[observation("P-1")])
        desk.receive("kmar", series="generated-example", observations=[observation("K-1")])
        assert refs(desk.freeze()) == ["police/P-1"]


class TestOneTable:
    def test_rows_stand_in_a_total_order(self, desk: Desk) -> None:
        desk.receive(
            "police",
            observations=[
                observation("Z", known_on="2022-04-02"),
                observation("B"),
                observation("A"),
            ],
        )
        desk.receive("kmar", observations=[observation("C")])
        assert refs(desk.freeze()) == ["kmar/C", "police/A", "police/B", "police/Z"]

    def test_references_say_whose_row_they_mean(self, desk: Desk) -> None:
        desk.receive("amsterdam", observations=[observation("A-1")])
        desk.receive(
            "police",
            observations=[
                observation("P-1"),
                observation("P-2", corrects="P-1"),
                observation("P-3", corrects="amsterdam/A-1"),
                observation("P-4", summarises="P-2;amsterdam/A-1"),
            ],
        )
        found = {row["ref"]: row for row in rows(desk.freeze())}
        assert found["police/P-1"]["corrects_ref"] is None
        assert found["police/P-2"]["corrects_ref"] == "police/P-1"
        assert found["police/P-3"]["corrects_ref"] == "amsterdam/A-1"
        assert found["police/P-4"]["summarises"] == ["police/P-2", "amsterdam/A-1"]
        assert not found["police/P-1"]["summarises"]

    def test_every_table_of_the_dictionary_is_there_even_when_empty(self, desk: Desk) -> None:
        frozen = desk.freeze()
        names = {path.stem for path in (frozen / "tables").iterdir()}
        assert names == {*dictionary().tables, "areas"}
        for name in dictionary().tables:
            columns = pq.read_schema(frozen / "tables" / f"{name}.parquet").names
            assert {"organisation", "ref", "corrects_ref"} <= set(columns)
            assert rows(frozen, name) == []

    def test_the_words_of_editors_are_frozen_with_it(self, desk: Desk) -> None:
        frozen = desk.freeze()
        assert every_byte(desk.folder / "editorial") == every_byte(frozen / "editorial")


class TestRefusals:
    def refused(self, desk: Desk, *words: str) -> None:
        before = sorted(desk.folder.iterdir())
        checked = desk.checked()
        with pytest.raises(FreezeError) as refusal:
            freeze(checked, desk.editorial(), desk.folder / "frozen")
        assert all(word in str(refusal.value) for word in words)
        assert sorted(desk.folder.iterdir()) == sorted({*before, desk.folder / "editorial"})

    def test_a_row_that_two_contributions_supply(self, desk: Desk) -> None:
        desk.receive("police", cut_off="2022-04-10", observations=[observation("P-1")])
        desk.receive("police", observations=[observation("P-1", count="2")])
        self.refused(desk, "police/P-1", "supplied twice")

    def test_a_total_under_the_name_of_a_statement(self, desk: Desk) -> None:
        desk.receive("police", cut_off="2022-04-10", observations=[observation("P-1")])
        desk.receive("police", counts=[total("P-1")])
        self.refused(desk, "police/P-1", "supplied twice")

    def test_a_correction_of_a_row_that_is_in_no_contribution(self, desk: Desk) -> None:
        desk.receive("amsterdam", name="0", observations=[observation("A-1")])
        desk.receive("police", observations=[observation("P-1", corrects="amsterdam/A-1")])
        checked = desk.checked()[1:]
        with pytest.raises(FreezeError, match="corrects amsterdam/A-1"):
            freeze(checked, desk.editorial(), desk.folder / "frozen")
        assert not (desk.folder / "frozen").exists()

    def test_no_more_problems_than_a_reader_can_use(self, desk: Desk) -> None:
        many = [observation(f"P-{n}") for n in range(30)]
        desk.receive("police", cut_off="2022-04-10", observations=many)
        desk.receive("police", observations=many)
        checked = desk.checked()
        with pytest.raises(FreezeError) as refusal:
            freeze(checked, desk.editorial(), desk.folder / "frozen")
        assert len(refusal.value.problems) == 20

    def test_a_frozen_edition_is_never_overwritten(self, desk: Desk) -> None:
        frozen = desk.freeze()
        before = every_byte(frozen)
        with pytest.raises(FileExistsError, match="never overwritten"):
            desk.freeze()
        assert every_byte(frozen) == before

    def test_an_editorial_file_without_a_chapter(self, desk: Desk) -> None:
        editorial = desk.editorial()
        (editorial / "narrative" / "uk" / "gaps.md").unlink()
        with pytest.raises(EditorialError, match=r"narrative/uk/gaps\.md is missing"):
            freeze([], editorial, desk.folder / "frozen")
        assert sorted(path.name for path in desk.folder.iterdir()) == ["editorial"]

    def test_a_contribution_that_did_not_pass_the_check(self, desk: Desk) -> None:
        from toevlucht.dictionary.checking import check_contribution

        folder = desk.receive("police", observations=[observation("P-1", count="many")])
        with pytest.raises(ValueError, match="passed the check"):
            freeze([check_contribution(folder)], desk.editorial(), desk.folder / "frozen")


class TestTheManifest:
    def test_says_what_is_in_it_and_who_is_not(self, desk: Desk) -> None:
        desk.receive("police", observations=[observation("P-1")], nil=["watch", "counts"], seed=7)
        desk.receive("media", observations=[observation("M-1"), observation("M-2")])
        content = manifest(desk.freeze())
        assert content["contributors"] == ["media", "police"]
        assert content["non_contributors"] == ["ind", "kmar", "nla"]
        assert content["random_seeds"] == [7]
        assert content["rows"]["observations"] == 3
        assert content["rows"]["reception"] == 0
        by_name = {entry["organisation"]: entry for entry in content["contributions"]}
        assert by_name["police"]["nil"] == ["counts", "watch"]
        assert by_name["police"]["handling"] == "green"
        assert by_name["media"]["counting_mode"] == "cumulative"

    def test_names_the_versions_of_all_that_it_rests_on(self, desk: Desk) -> None:
        content = manifest(desk.freeze())
        assert content["dictionary"] == dictionary().version
        assert content["code_lists"].keys() == dictionary().code_lists.keys()
        assert all(content["code_lists"].values())
        assert content["geography_on"] == content["cut_off"] == "2022-04-24"
        assert content["software"]
        assert (content["series"], content["number"], content["version"]) == ("ukraine-2022", 2, 1)

    def test_lists_every_file_with_its_fingerprint(self, desk: Desk) -> None:
        frozen = desk.freeze()
        listed = {entry["path"]: entry["bytes"] for entry in manifest(frozen)["files"]}
        there = {path: len(data) for path, data in every_byte(frozen).items()}
        assert listed == {path: size for path, size in there.items() if path != "manifest.json"}


class TestSameInputSameBytes:
    def test_whatever_the_order_and_the_place(self, desk: Desk, tmp_path: Path) -> None:
        desk.receive("police", cut_off="2022-04-10", observations=[observation("P-1")])
        desk.receive("police", name="a", observations=[observation("P-2")], nil=["watch"])
        desk.receive("police", name="b", observations=[observation("P-3")], nil=["counts"])
        desk.receive("kmar", observations=[observation("K-1")], seed=1)
        checked = desk.checked()
        editorial = desk.editorial()
        one = freeze(checked, editorial, tmp_path / "one")
        other = freeze(checked[::-1], editorial, tmp_path / "elsewhere" / "other")
        assert every_byte(one) == every_byte(other)


class TestVerifying:
    @pytest.fixture
    def frozen(self, desk: Desk) -> Path:
        desk.receive("police", observations=[observation("P-1")])
        return desk.freeze()

    def deviations(self, folder: Path) -> list[tuple[str, str]]:
        return [(deviation.path, deviation.kind) for deviation in verify(folder)]

    def test_finds_nothing_in_an_untouched_folder_or_its_copy(
        self, frozen: Path, tmp_path: Path
    ) -> None:
        shutil.copytree(frozen, tmp_path / "copy")
        assert verify(frozen) == verify(tmp_path / "copy") == []

    def test_finds_a_changed_byte_in_any_file(self, frozen: Path) -> None:
        for path, data in every_byte(frozen).items():
            if path == "manifest.json":
                continue
            middle = len(data) // 2
            changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
            (frozen / path).write_bytes(changed)
            assert self.deviations(frozen) == [(path, "changed")]
            (frozen / path).write_bytes(data)

    def test_finds_what_is_missing_and_what_does_not_belong(self, frozen: Path) -> None:
        (frozen / "tables" / "watch.parquet").unlink()
        (frozen / "editorial" / "extra.md").write_text("?")
        assert self.deviations(frozen) == [
            ("editorial/extra.md", "unexpected"),
            ("tables/watch.parquet", "missing"),
        ]


class TestTheAreas:
    def of(self, desk: Desk, code: str, name: str, **edition: object) -> dict[str, Any]:
        frozen = desk.freeze(name=name, **edition)
        return next(row for row in rows(frozen, "areas") if row["code"] == code)

    def test_place_weesp_by_the_day(self, desk: Desk) -> None:
        before = self.of(desk, "GM0457", "before", geography_on="2022-03-23")
        after = self.of(desk, "GM0457", "after", geography_on="2022-03-24")
        assert (before["safety_region"], after["safety_region"]) == ("VR14", "VR13")
        assert before["police_unit"] != after["police_unit"]
        assert before["name_nl"] == after["name_nl"] == "Weesp"

    def test_are_each_there_once_and_lie_in_a_region_a_unit_and_a_province(
        self, desk: Desk
    ) -> None:
        found = rows(desk.freeze(), "areas")
        codes = [row["code"] for row in found]
        assert codes == sorted(set(codes))
        kinds = Counter(row["kind"] for row in found)
        assert (kinds["safety_region"], kinds["police_unit"], kinds["province"]) == (25, 10, 12)
        for row in found:
            if row["kind"] == "municipality":
                assert row["safety_region"]
                assert row["police_unit"]
                assert row["province"]


def test_an_opened_snapshot_reads_what_was_frozen(desk: Desk) -> None:
    desk.receive("police", observations=[observation("P-1")])
    with open_snapshot(desk.freeze()) as snapshot:
        assert snapshot.edition.number == 2
        assert snapshot.table("observations").count().to_pyarrow().as_py() == 1


def test_red_goes_to_its_recipients_and_into_no_edition(desk: Desk) -> None:
    folder = desk.receive("police", observations=[observation("P-1")])
    manifest = folder / "contribution.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"green"', '"red"'), "utf-8")
    with pytest.raises(FreezeError, match="TLP:RED"):
        desk.freeze()
