"""Follow a contribution into a published version: the work runs later, and its answer is kept."""

from __future__ import annotations

import shutil

import pyarrow as pa
from django.db import transaction

from toevlucht.picture import received
from toevlucht.picture.fates import FATES, fates
from toevlucht.picture.models import Contribution, Trace
from toevlucht.picture.publications import publication_folder
from toevlucht.picture.queries.contributing import find_contribution, find_trace
from toevlucht.picture.queries.frozen import folder_of, versions_that_take
from toevlucht.picture.snapshot import open_snapshot
from toevlucht.picture.tracing import changes, published_cells
from toevlucht.records.actions import record_read
from toevlucht.records.jobs import Report, ask, job
from toevlucht.records.viewer import NotAllowed, Viewer

KIND = "contribution.trace"


def trace_contribution(viewer: Viewer, number: int, version: int) -> Trace:
    """The trace of a contribution into a version; asked for the first time it is made later."""
    found = find_contribution(viewer, number)
    versions = versions_that_take(found.series) if found else []
    if not found or version not in {one.pk for one in versions}:
        raise NotAllowed("contribution.traced", "contribution", (str(number),))
    with transaction.atomic():
        trace, made = Trace.objects.get_or_create(contribution=found, version_id=version)
        if made:
            trace.job = ask(viewer, KIND, trace=trace.pk).pk
            trace.save(update_fields=["job"])
    record_read(viewer, "contribution.traced", "contribution", [number])
    return find_trace(viewer, found, version) or trace


@job(KIND)
def make_trace(report: Report, trace: int) -> None:
    """Frozen and published folders never change, so that doing it twice gives the same."""
    found = Trace.objects.select_related(
        "contribution__organisation", "version__edition__series"
    ).get(pk=trace)
    contributed = received.contributed(found.contribution)
    edition = found.version.edition
    published = published_cells(
        publication_folder(edition.series.slug, edition.number, found.version.version)
    )
    frozen = folder_of(found.version)
    with open_snapshot(frozen) as snapshot:
        by_table = fates(snapshot, contributed)

    def step(done: int, of: int) -> None:
        report(done, of, "contributing.trace.computing")

    found.content = {
        "rows": {table: _counted(known) for table, known in by_table.items()},
        "changes": changes(frozen, contributed, published, step),
    }
    _keep(found.contribution, found.version_id, by_table)
    found.save(update_fields=["content"])


def _counted(known: list[str]) -> dict[str, int]:
    return {fate: known.count(fate) for fate in FATES if fate in known}


def _keep(contribution: Contribution, version: int, by_table: dict[str, list[str]]) -> None:
    """At one stroke: a reader sees all of it or nothing."""
    made = received.incoming_folder() / f"trace-{contribution.pk}-{version}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    for table, known in by_table.items():
        received.write(pa.table({"fate": known}), made / f"{table}.parquet")
    target = received.traces_folder(contribution, version)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
