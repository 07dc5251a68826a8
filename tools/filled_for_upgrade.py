"""Fill a data folder as people do, and write down what is there: run by the code of its own commit.

    python tools/filled_for_upgrade.py OUT.json

What a later release must still find after an upgrade; ``seen_after_upgrade`` looks for it. Keep
both true to each other, and let this one make what your change adds.
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from toevlucht.site.preparing import prepare

FACTS = "A van stood at the gate three mornings."
PASSWORD = "a bridge over nine canals"
PEOPLE = {
    "editor@example.org": ("emm", ["editor"]),
    "approver@example.org": ("emm", ["approver", "administrator"]),
    "contributor@example.org": ("red_cross", ["contributor"]),
    "coordinator@example.org": ("gm0344", ["coordinator"]),
}
MUNICIPALITIES: dict[str, dict[str, Any]] = {
    "gm0344": {
        "names": dict.fromkeys(("nl", "en", "uk"), "Utrecht"),
        "kind": "municipality",
        "area": "GM0344",
    }
}
CONTRIBUTION = "red_cross-2022-05-15"


def fill() -> dict[str, Any]:
    from toevlucht.records.models import AuditLine
    from toevlucht.records.sealing import seal

    people = make_people()
    contribution = send(people["contributor@example.org"])
    report = tell(people["coordinator@example.org"])
    seal()
    return {
        "password": PASSWORD,
        "people": {address: list(PEOPLE[address]) for address in people},
        "contribution": contribution,
        "report": report,
        "editions": published(),
        "audit_lines": AuditLine.objects.count(),
    }


def make_people() -> dict[str, Any]:
    from toevlucht.partners.actions.accounts import choose_password
    from toevlucht.partners.actions.organisations import add_organisation
    from toevlucht.partners.actions.people import invite
    from toevlucht.records.actions import unit_of_work
    from toevlucht.records.viewer import OPERATOR

    people = {}
    for address, (code, roles) in PEOPLE.items():
        with unit_of_work():
            organisation = _organisation(code) or add_organisation(
                OPERATOR, code, **MUNICIPALITIES.get(code, {"names": {}})
            )
            person = invite(OPERATOR, organisation, address, "Anna", "nl", roles)
            choose_password(person, PASSWORD)
        people[address] = person
    return people


def _organisation(code: str) -> Any:
    from toevlucht.partners.models import Organisation

    return Organisation.objects.filter(code=code).first()


def send(person: Any) -> dict[str, Any]:
    from toevlucht.partners.queries import viewer_of_person
    from toevlucht.picture.actions.contributing import send_contribution
    from toevlucht.records.actions import unit_of_work
    from toevlucht.records.jobs import work_all

    folder = Path(str(files("toevlucht.content"))) / "demo" / "contributions" / CONTRIBUTION
    with tempfile.TemporaryDirectory() as work, unit_of_work():
        package = _zipped(folder, Path(work) / "contribution.zip")
        answer = send_contribution(viewer_of_person(person.pk), package)
    if not answer.contribution:
        raise SystemExit("the contribution of the demo was refused")
    work_all()
    return {"number": answer.contribution.pk, "sha256": answer.contribution.sha256}


def _zipped(folder: Path, target: Path) -> Path:
    from zipfile import ZipFile

    with ZipFile(target, "w") as package:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            package.write(file, file.relative_to(folder).as_posix())
    return target


def tell(person: Any) -> dict[str, Any]:
    """A report about the area of the organisation of this person, which so handles it."""
    from toevlucht.records.actions import unit_of_work
    from toevlucht.records.viewer import PUBLIC
    from toevlucht.signals.actions.receiving import Way, receive_report
    from toevlucht.signals.telling import Telling, Words

    telling = Telling(Words(FACTS), municipality=person.organisation.area)
    with unit_of_work():
        report = receive_report(PUBLIC, telling, Way("page", "public", "nl"))
    return {"reference": report.reference, "handler": report.handler, "facts": FACTS}


def published() -> list[dict[str, Any]]:
    from toevlucht.picture.models import EditionVersion

    return [
        {
            "series": version.edition.series.slug,
            "number": version.edition.number,
            "version": version.version,
            "titles": {one.language: one.title for one in version.renditions.all()},
            "files": {file.path: file.sha256 for file in version.files.all()},
        }
        for version in EditionVersion.objects.select_related("edition__series")
    ]


if __name__ == "__main__":
    prepare()
    Path(sys.argv[1]).write_text(json.dumps(fill()), "utf-8")
