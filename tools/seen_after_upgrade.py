"""After an upgrade, look for everything that ``filled_for_upgrade`` wrote down, as people do.

    python tools/seen_after_upgrade.py FILLED.json

Without that file only the published editions are looked at: the earlier code had no more.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toevlucht.site.preparing import prepare


class Lost(SystemExit):
    """The upgrade lost or changed this."""


def look(filled: dict[str, Any]) -> Iterator[str]:
    """What was found, one line each; raises Lost for what was not."""
    yield from editions(filled.get("editions"))
    if filled:
        yield from people(filled)
        yield contribution(filled["contribution"])
        if told := filled.get("report"):
            yield report(told)
        yield audit_trail(filled["audit_lines"])


def editions(expected: list[dict[str, Any]] | None) -> Iterator[str]:
    """Each page opens in each language, and each file still has the bytes of its row."""
    from django.test import Client

    from toevlucht.picture.downloads import file_address
    from toevlucht.picture.models import EditionVersion

    reader = Client(SERVER_NAME="localhost")
    found = list(EditionVersion.objects.select_related("edition__series"))
    must(bool(found), "the published editions")
    for version in found:
        series, number = version.edition.series.slug, version.edition.number
        for one in version.renditions.all():
            place = f"/{one.language}/picture/{series}/{number}/v{version.version}/"
            answer = reader.get(place)
            must(answer.status_code == 200, place)
            must(one.body_html in answer.content.decode(), f"the words of {place}")
        files = list(version.files.all())
        for file in files:
            content = b"".join(reader.get(file_address(version, file.path)).streaming_content)
            must(hashlib.sha256(content).hexdigest() == file.sha256, file.path)
        yield f"{series} {number} v{version.version}: pages, and {len(files)} files as they were"
    for edition in expected or ():
        same = [one for one in found if _names(one) == _named(edition)]
        must(bool(same), f"edition {edition['series']} {edition['number']}")
        now = {file.path: file.sha256 for file in same[0].files.all()}
        must(now == edition["files"], "the checksums of its files")


def _names(version: Any) -> tuple[Any, ...]:
    return (version.edition.series.slug, version.edition.number, version.version)


def _named(edition: dict[str, Any]) -> tuple[Any, ...]:
    return (edition["series"], edition["number"], edition["version"])


def people(filled: dict[str, Any]) -> Iterator[str]:
    """Everybody still comes in with the same password, and has the same roles."""
    from django.contrib.auth.hashers import check_password

    from toevlucht.partners.models import Person
    from toevlucht.partners.queries import viewer_of_person

    for address, (organisation, roles) in filled["people"].items():
        person = Person.objects.get_by_natural_key(address)
        must(check_password(filled["password"], person.password), f"the password of {address}")
        viewer = viewer_of_person(person.pk)
        must((viewer.organisation, viewer.roles) == (organisation, frozenset(roles)), address)
    yield f"{len(filled['people'])} people: password, organisation and roles"


def contribution(expected: dict[str, Any]) -> str:
    from toevlucht.picture.models import Contribution
    from toevlucht.picture.models.contributions import TAKEN
    from toevlucht.picture.received import contributed, package_file

    found = Contribution.objects.select_related("organisation").get(pk=expected["number"])
    package = package_file(found.organisation.code, found.pk)
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    must(found.state == TAKEN and digest == found.sha256 == expected["sha256"], "the package")
    rows = {name: table.num_rows for name, table in contributed(found).tables.items()}
    must({name: n for name, n in rows.items() if n} == found.rows, "the rows of the contribution")
    return f"contribution {found.pk}: package and {sum(found.rows.values())} rows"


def report(expected: dict[str, Any]) -> str:
    """Whoever handles it still opens it: both databases came along, and the key fits."""
    from toevlucht.records.sealed import custody
    from toevlucht.signals.models import Report
    from toevlucht.signals.telling import unseal_content

    found = Report.objects.select_related("sealed").get(reference=expected["reference"])
    must(found.handler == expected["handler"], "who handles the report")
    key = custody.open_key(found.record, found.handler)
    content = unseal_content(key, found.record, found.sealed.content)
    must(content.words.facts == expected["facts"], "the words of the report")
    return "one report: handled by the same organisation, and it opens"


def audit_trail(lines: int) -> str:
    from toevlucht.records.models import AuditLine

    must(AuditLine.objects.count() >= lines, "lines of the audit trail")
    verify = [sys.executable, "-c", "from toevlucht.cli import main; main()", "audit", "verify"]
    done = subprocess.run(verify, capture_output=True, text=True)
    must(done.returncode == 0, f"an audit trail that verifies: {done.stdout}{done.stderr}")
    return f"audit trail: {lines} lines, and it verifies"


def must(there: bool, what: str) -> None:
    if not there:
        raise Lost(f"After the upgrade this is not as it was: {what}")


if __name__ == "__main__":
    prepare()
    written = Path(sys.argv[1])
    for line in look(json.loads(written.read_text("utf-8")) if written.is_file() else {}):
        print(line)
