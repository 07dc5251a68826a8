"""Many readers at the same moment, while two sealers seal. Also run on a database of its own."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from toevlucht.records.actions import record_change, record_read, unit_of_work
from toevlucht.records.sealing import seal
from toevlucht.records.viewer import Viewer

EACH = 6


def crowd(readers: int) -> None:
    """Each reader writes its lines from a thread with a connection of its own."""
    together = threading.Barrier(readers)
    done = threading.Event()

    def read(number: int) -> None:
        viewer = Viewer(person=number, organisation="politie", roles=frozenset({"reader"}))
        try:
            together.wait(timeout=60)
            for one in range(EACH - 1):
                with unit_of_work():
                    record_read(viewer, "contribution.read", "contribution", [f"{number}-{one}"])
            with unit_of_work(), transaction.atomic():
                record_change(viewer, "contribution.withdrawn", "contribution", [f"{number}-late"])
                time.sleep(0.02)  # committed after lines with higher numbers
        finally:
            connection.close()

    def keep_sealing() -> None:
        try:
            while not done.is_set():
                seal()
                time.sleep(0.005)
        finally:
            connection.close()

    with ThreadPoolExecutor(readers + 2) as threads:
        sealers = [threads.submit(keep_sealing) for _ in range(2)]
        writers = [threads.submit(read, number) for number in range(readers)]
        try:
            for writer in writers:
                writer.result(timeout=120)
        finally:
            done.set()
        for sealer in sealers:
            sealer.result(timeout=120)
    seal()


def count(readers: int) -> dict[str, int | bool]:
    """What is there when all of them have gone."""
    from toevlucht.records.models import AuditLine, AuditSeal, AuditSegment, AuditUnsealed
    from toevlucht.records.verifying import Verification

    crowd(readers)
    ids = [one for line in AuditLine.objects.values_list("ids", flat=True) for one in line]
    return {
        "lines": len(ids),
        "different": len(set(ids)),
        "seals": AuditSeal.objects.count(),
        "sealed": sum(AuditSegment.objects.values_list("lines", flat=True)),
        "waiting": AuditUnsealed.objects.count(),
        "several": AuditSegment.objects.count() > 1,
        "intact": Verification().run().is_intact,
    }
