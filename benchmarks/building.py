"""Build an edition: all figures, HTML, JSON and CSV in three languages, in a process of its own."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import in_own_process
from benchmarks.scale import Scale, snapshot

BUILD = """
import tempfile
from pathlib import Path
from toevlucht.picture.building import build
with tempfile.TemporaryDirectory() as folder:
    for _ in build(Path({frozen!r}), Path(folder) / "built", pdf={pdf}):
        pass
"""


def run(scale: Scale, folder: Path) -> None:
    one, four = (snapshot(folder, scale.signals * times) for times in (1, 4))
    seconds, peak = _build(one, False, scale)
    print(f"  {scale.signals:>9,} signals        {seconds:6.2f} s   peak {peak:5} MB")
    more, peak_of_more = _build(four, False, scale)
    print(f"  {4 * scale.signals:>9,} signals        {more:6.2f} s   peak {peak_of_more:5} MB")
    print(f"  four times the rows cost {more / seconds:.2f} times the time")
    with_pdf, peak_of_pdf = _build(one, True, scale)
    print(
        f"  the PDFs in three languages on top: {with_pdf - seconds:.2f} s, peak {peak_of_pdf} MB"
    )


def _build(frozen: Path, pdf: bool, scale: Scale) -> tuple[float, int]:
    return in_own_process(BUILD.format(frozen=str(frozen), pdf=pdf), scale.rounds)
