"""Contributions are found below a folder, in the order in which they were known."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.picture.desk import Desk, observation

from toevlucht.picture.contributions import check_all, contributions_below


def zipped(folder: Path) -> Path:
    """The folder as the zip that a partner would send, in its place."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
            file.unlink()
    folder.rmdir()
    return path


def test_the_folder_itself_may_be_the_contribution(desk: Desk) -> None:
    folder = desk.receive("police", observations=[observation("P-1")])
    assert contributions_below(folder) == [folder]


def test_a_zip_may_be_the_contribution(desk: Desk) -> None:
    path = zipped(desk.receive("police", observations=[observation("P-1")]))
    assert contributions_below(path) == [path]
    assert [result.accepted for result in check_all([path])] == [True]


def test_those_below_a_folder_come_by_cut_off_and_name(desk: Desk) -> None:
    row = [observation("1")]
    last = desk.receive("police", name="a", observations=row)
    second = desk.receive("nla", name="z", cut_off="2022-04-10", observations=row)
    first = desk.receive("kmar", name="b", cut_off="2022-04-10", observations=row)
    assert contributions_below(desk.folder) == [first, second, last]


def test_a_zip_takes_its_place_by_its_own_cut_off(desk: Desk) -> None:
    first = desk.receive("amsterdam", cut_off="2022-04-07", observations=[observation("A-1")])
    corrects = [observation("P-1", corrects="amsterdam/A-1", known_on="2022-04-08")]
    later = desk.receive("police", cut_off="2022-04-08", observations=corrects)
    found = contributions_below(desk.folder)
    assert found == [first, later]
    sent = zipped(first)
    assert contributions_below(desk.folder) == [sent, later]
    assert all(result.accepted for result in check_all([sent, later]))


def test_what_cannot_be_read_comes_last_and_is_told(desk: Desk) -> None:
    good = desk.receive("police", observations=[observation("P-1")])
    broken = desk.receive("kmar", name="0-broken", observations=[observation("K-1")])
    (broken / "contribution.toml").write_text("cut_off = ", "utf-8")
    (desk.contributions / "0-no.zip").write_bytes(b"no archive at all")
    found = contributions_below(desk.folder)
    assert found == [good, broken, desk.contributions / "0-no.zip"]
    assert [result.accepted for result in check_all(found)] == [True, False, False]


def test_a_folder_without_any_is_told_about_itself(tmp_path: Path) -> None:
    assert contributions_below(tmp_path) == [tmp_path]
    (result,) = check_all([tmp_path])
    assert not result.accepted


def test_a_later_one_may_correct_what_an_earlier_one_said(desk: Desk) -> None:
    desk.receive("amsterdam", cut_off="2022-04-07", observations=[observation("A-1")])
    desk.receive("police", observations=[observation("P-1", corrects="amsterdam/A-1")])
    assert all(result.accepted for result in check_all(contributions_below(desk.folder)))


def test_an_earlier_one_may_not_correct_what_was_not_yet_said(desk: Desk) -> None:
    desk.receive(
        "police", cut_off="2022-04-07", observations=[observation("P-1", corrects="amsterdam/A-1")]
    )
    desk.receive("amsterdam", observations=[observation("A-1")])
    accepted = [r.accepted for r in check_all(contributions_below(desk.folder))]
    assert accepted == [False, True]


def test_a_refused_one_lends_its_rows_to_nobody(desk: Desk) -> None:
    desk.receive(
        "amsterdam",
        cut_off="2022-04-07",
        observations=[
            observation("A-1"),
            observation("A-2", count="many"),
        ],
    )
    desk.receive("police", observations=[observation("P-1", corrects="amsterdam/A-1")])
    accepted = [r.accepted for r in check_all(contributions_below(desk.folder))]
    assert accepted == [False, False]
