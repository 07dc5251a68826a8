"""The API for partners: send, look back, say that there is nothing, and follow the numbers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from toevlucht.layout.api_problem import Problem
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import missing
from toevlucht.partners.calling import caller
from toevlucht.picture import received
from toevlucht.picture.actions.contributing import (
    Answer,
    Sending,
    check_may_send,
    report_nothing,
    send_contribution,
    withdraw_contribution,
)
from toevlucht.picture.actions.packages import SMALL, send_later
from toevlucht.picture.actions.tracing import trace_contribution
from toevlucht.picture.api.schemas import (
    ContributionOut,
    ContributionsOut,
    ListIn,
    NilIn,
    PackageOut,
    RequestOut,
    RowsIn,
    RowsOut,
    TraceOut,
)
from toevlucht.picture.forms.contributing import facts_of, usual_facts
from toevlucht.picture.models import Contribution, Package, Trace
from toevlucht.picture.packing import pack, unpacked_size
from toevlucht.picture.queries import contributing as queries
from toevlucht.picture.queries.requests import open_requests
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer

router = Router(tags=["contributions"])

ZIPS = ("application/zip", "application/x-zip-compressed", "application/octet-stream")
CHUNK = 1 << 16
READ = {401: Problem, 403: Problem, 404: Problem, 429: Problem}
SENT = {400: Problem, 401: Problem, 403: Problem, 409: Problem, 413: Problem, 415: Problem}


class Refused(Exception):
    """A package with problems: nothing of it was taken."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("refused")
        assert answer.checked is not None
        self.checked = answer.checked


class Unreadable(Exception):
    """A body that holds no package; ``key`` is the text that says why."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


@router.post(
    "contributions",
    response={200: ContributionOut, 201: ContributionOut, 202: PackageOut, **SENT, 429: Problem},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/zip": {"schema": {"type": "string", "format": "binary"}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "files": {
                                "type": "array",
                                "items": {"type": "string", "format": "binary"},
                            }
                        },
                    }
                },
            },
        }
    },
    summary="Send a contribution: a zip as the body, or files as multipart/form-data",
)
def send(request: HttpRequest, response: HttpResponse) -> Status[Any]:
    viewer = caller(request)
    sending = Sending(viewer.organisation)
    check_may_send(viewer, sending)
    with _package(request) as package:
        if unpacked_size(package) > SMALL:
            later = send_later(viewer, package, sending)
            response["Location"] = reverse("api:package", kwargs={"number": later.pk})
            return Status(202, _package_out(later))
        answer = send_contribution(viewer, package, sending)
    if answer.contribution is None:
        raise Refused(answer)
    response["Location"] = _address(answer.contribution)
    return Status(200 if answer.again else 201, _out(answer.contribution))


@router.get(
    "contributions",
    response={200: ContributionsOut, 400: Problem, **READ},
    url_name="contributions",
)
def contributions(request: HttpRequest, query: Query[ListIn]) -> dict[str, Any]:
    """What the organisation of the key sent, the newest first."""
    viewer = _reader(request, "contributions.listed")
    limit, series = query.limit, query.series
    found = queries.contributions_page(viewer, query.before, series, limit)
    shown = found[:limit]
    record_read(viewer, "contributions.listed", "contribution", [one.pk for one in shown])
    further = f"?before={shown[-1].pk}&limit={limit}" if len(found) > limit else ""
    further += f"&series={series}" if further and series else ""
    address = reverse("api:contributions")
    return {"items": [_out(o) for o in shown], "next": f"{address}{further}" if further else None}


@router.get(
    "contributions/{int:number}",
    response={200: ContributionOut, **READ},
    url_name="contribution",
)
def contribution(request: HttpRequest, number: int) -> dict[str, Any]:
    return _out(_found(request, number, "contribution.read"))


@router.delete("contributions/{int:number}", response={204: None, 409: Problem, **READ})
def withdraw(request: HttpRequest, number: int) -> Status[None]:
    """Withdraw it, as long as no edition was published with it."""
    viewer = caller(request)
    if not queries.find_contribution(viewer, number):
        raise missing(viewer, "contribution.withdrawn", "contribution", number)
    withdraw_contribution(viewer, number)
    return Status(204, None)


@router.get("contributions/{int:number}/file", response={200: None, **READ})
def package_file(request: HttpRequest, number: int) -> Any:
    """The package, byte for byte as it was sent."""
    found = _found(request, number, "contribution.downloaded")
    return FileResponse(found.path.open("rb"), content_type="application/zip")


@router.get(
    "contributions/{int:number}/rows/{table}",
    response={200: RowsOut, 400: Problem, **READ},
    url_name="contribution_rows",
)
def rows(request: HttpRequest, number: int, table: str, query: Query[RowsIn]) -> dict[str, Any]:
    """Its rows; ``version`` is the id of a published version that it was followed into."""
    page, version = query.page, query.version
    found = _found(request, number, "contribution.read")
    if table not in found.rows:
        raise Http404
    of = found.rows[table]
    shown = queries.rows_page(found, table, (page - 1) * queries.PAGE, version)
    here = reverse("api:contribution_rows", kwargs={"number": number, "table": table})
    more = page * queries.PAGE < of
    within = f"&version={version}" if version else ""
    return {"items": shown, "of": of, "next": f"{here}?page={page + 1}{within}" if more else None}


@router.get("packages/{int:number}", response={200: PackageOut, **READ}, url_name="package")
def package(request: HttpRequest, number: int) -> dict[str, Any]:
    """What became of a large package."""
    viewer = _reader(request, "contribution.read")
    found = queries.find_package(viewer, number)
    if not found:
        raise missing(viewer, "contribution.read", "package", number)
    record_read(viewer, "contribution.read", "package", [number])
    return _package_out(found)


@router.get("requests", response={200: list[RequestOut], **READ})
def requests(request: HttpRequest) -> list[dict[str, Any]]:
    """The editions that ask the organisation of the key for what it knows."""
    viewer = _reader(request, "contributions.listed")
    found = open_requests(viewer, reader_language().tag)
    record_read(viewer, "drafts.listed", "draft", [asked.number for asked in found])
    answered = [one.pk for asked in found for one in asked.answered]
    record_read(viewer, "contributions.listed", "contribution", answered)
    return [
        {**vars(asked), "id": asked.number, "answered": [one.pk for one in asked.answered]}
        for asked in found
    ]


@router.post(
    "nil-returns",
    response={200: ContributionOut, 201: ContributionOut, **SENT, 429: Problem},
)
def nothing(request: HttpRequest, response: HttpResponse, nil: NilIn) -> Status[Any]:
    """Say that you looked, and have nothing to report."""
    viewer = caller(request)
    facts = facts_of({**usual_facts(viewer.organisation), **nil.model_dump()}, viewer.organisation)
    answer = report_nothing(viewer, facts)
    if answer.contribution is None:
        raise Refused(answer)
    response["Location"] = _address(answer.contribution)
    return Status(200 if answer.again else 201, _out(answer.contribution))


@router.post("contributions/{int:number}/traces/{int:version}", response={202: TraceOut, **READ})
def follow(request: HttpRequest, number: int, version: int) -> Status[Any]:
    """Ask to follow a contribution into a published version; its id is in ``versions``."""
    viewer = caller(request)
    if not queries.find_contribution(viewer, number):
        raise missing(viewer, "contribution.traced", "contribution", number)
    try:
        made = trace_contribution(viewer, number, version)
    except NotAllowed:
        raise missing(viewer, "contribution.traced", "contribution", number) from None
    return Status(202, _trace_out(viewer, made))


@router.get("contributions/{int:number}/traces/{int:version}", response={200: TraceOut, **READ})
def trace(request: HttpRequest, number: int, version: int) -> dict[str, Any]:
    """Where its numbers went; ``state`` is ``waiting`` until it was computed."""
    found = _found(request, number, "contribution.traced")
    viewer = caller(request)
    made = queries.find_trace(viewer, found, version)
    if made is None:
        raise Http404
    return _trace_out(viewer, made)


def _reader(request: HttpRequest, event: str) -> Viewer:
    viewer = caller(request)
    if not viewer.has(*queries.READERS):
        raise NotAllowed(event, "contribution")
    return viewer


def _found(request: HttpRequest, number: int, event: str) -> Contribution:
    viewer = caller(request)
    found = queries.find_contribution(viewer, number)
    if not found:
        raise missing(viewer, event, "contribution", number)
    record_read(viewer, event, "contribution", [number])
    return found


@contextmanager
def _package(request: HttpRequest) -> Iterator[Path]:
    """What the request carries, on disk: a zip as it is, or one made of its files."""
    kind = request.content_type or ""
    with tempfile.TemporaryDirectory(dir=received.incoming_folder()) as folder:
        out = Path(folder) / "package.zip"
        if kind in ZIPS:
            with out.open("wb") as target:
                while chunk := request.read(CHUNK):
                    target.write(chunk)
        elif kind == "multipart/form-data":
            files = [(str(file.name), file) for file in request.FILES.getlist("files")]
            names = {name.casefold() for name, _ in files}
            if not files or len(names) < len(files):
                key = "no_files" if not files else "same_name"
                raise Unreadable(400, f"contributing.form.{key}")
            pack(files, None, out)
        else:
            raise Unreadable(415, "api.unsupported")
        yield out


def _address(found: Contribution) -> str:
    return reverse("api:contribution", kwargs={"number": found.pk})


def _out(found: Contribution) -> dict[str, Any]:
    names = set(ContributionOut.model_fields) - {"id", "organisation"}
    own = {name: getattr(found, name) for name in names}
    return {"id": found.pk, "organisation": found.organisation.code, **own}


def _package_out(found: Package) -> dict[str, Any]:
    tag = reader_language().tag
    errors = [
        {**one, "what": one["what"][tag], "mend": one["mend"][tag]} if "what" in one else one
        for one in found.problems
    ]
    return {
        "id": found.pk,
        "state": found.state,
        "problem_count": found.problem_count,
        "errors": errors,
        "contribution": found.contribution.pk if found.contribution else None,
    }


def _trace_out(viewer: Viewer, made: Trace) -> dict[str, Any]:
    edition = made.version.edition
    content = queries.trace_content(viewer, made)
    return {
        "state": "waiting" if made.content is None else "done",
        "series": edition.series.slug,
        "number": edition.number,
        "version": made.version.version,
        "rows": content["rows"],
        "changes": content["changes"],
    }
