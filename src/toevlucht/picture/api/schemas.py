"""What the API takes and gives, as it stands in its OpenAPI description."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Field, Schema

from toevlucht.picture.queries.contributing import PAGE


class ContributionOut(Schema):
    """A contribution that was taken."""

    id: int
    organisation: str
    series: str
    state: str
    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    counting_mode: str
    handling: str
    recipients: list[str]
    purpose: str
    origin: str
    nil: list[str]
    rows: dict[str, int]
    is_nil: bool
    sent_at: datetime.datetime
    channel: str
    sha256: str
    bytes: int


class ContributionsOut(Schema):
    """The newest first; ``next`` is the address of the older ones."""

    items: list[ContributionOut]
    next: str | None


class ListIn(Schema):
    """Which of them: older than one, so many, of one series."""

    before: int | None = Field(None, ge=1)
    limit: int = Field(PAGE, ge=1, le=200)
    series: str = Field("", max_length=60, pattern="^[a-z0-9-]*$")


class RowsIn(Schema):
    page: int = Field(1, ge=1, le=10_000_000)
    version: int | None = Field(None, ge=1)


class PackageOut(Schema):
    """A large package: waiting, refused (with what is wrong), failed or taken."""

    id: int
    state: str
    problem_count: int
    errors: list[dict[str, Any]]
    contribution: int | None


class RowsOut(Schema):
    """A page of rows as they were taken; ``fate`` where a version was named."""

    items: list[dict[str, Any]]
    of: int
    next: str | None


class NilIn(Schema):
    """We looked in every table, and have nothing to report."""

    series: str = Field(max_length=60, pattern="^[a-z0-9][a-z0-9-]*$")
    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    counting_mode: str = Field(pattern="^(cumulative|incremental)$")


class RequestOut(Schema):
    """An edition that collects and asks the organisation of the key."""

    id: int
    series: str
    title: str
    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    counting_mode: str
    answered: list[int]


class TraceOut(Schema):
    """Where a contribution went in a version; ``state`` says whether it was computed already."""

    state: str
    series: str
    number: int
    version: int
    rows: dict[str, dict[str, int]]
    changes: list[dict[str, Any]]


class SeriesOut(Schema):
    slug: str
    kind: str
    title: str
    suspended_since: datetime.date | None
    editions: str


class EditionOut(Schema):
    """The newest version of an edition."""

    series: str
    number: int
    version: int
    title: str
    summary: str
    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    published_on: datetime.date
    page: str
    self: str


class FileOut(Schema):
    path: str
    language: str
    media_type: str
    bytes: int
    sha256: str
    address: str


class OpenTableOut(Schema):
    """A table of a month that everybody has; a withdrawn one has a page and no numbers."""

    table: str
    month: str
    title: str
    released_on: datetime.date
    is_generated: bool
    is_withdrawn: bool
    page: str
    self: str


class NumberOut(Schema):
    """Without a value nobody supplied it. ``low`` to ``high`` holds the true one in 95 of 100."""

    row_id: str
    row: str
    column_id: str
    column: str
    state: str
    value: int | None
    margin: int | None
    low: int | None
    high: int | None
    unit: str
    ledgers: int
    municipalities: int
    origin: str


class NoiseOut(Schema):
    """How the numbers were made, and what that cost of the year's privacy."""

    noise: str
    variance: float
    most_cells_per_person: int
    rho: float
    epsilon: float
    delta: float
    margin_level: float


class OpenNumbersOut(Schema):
    """A table with noise; it never changes."""

    table: str
    month: str
    title: str
    description: str
    language: str
    publisher: str
    licence: str
    released_on: datetime.date
    is_generated: bool
    unit: str
    method: NoiseOut
    numbers: list[NumberOut]


class VersionOut(EditionOut):
    """One version with its files; they never change."""

    counting_mode: str
    reason: str
    newest_version: int
    files: list[FileOut]
