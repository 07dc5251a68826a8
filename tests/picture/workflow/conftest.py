"""A centre that makes an edition with three partners: who they are, and drafts at each stage."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.partners.people import organisation, person
from tests.picture.desk import Desk, observation, registered
from tests.picture.publishing.fabricated import fabricate, resign

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.picture.actions import deciding, draft_builds, drafting, reviewing, writing
from toevlucht.picture.drafting.setup import Setup
from toevlucht.picture.editorial import SECTIONS, read_editorial
from toevlucht.picture.models import Contribution, Draft, Series
from toevlucht.picture.received import package_file
from toevlucht.records.actions import unit_of_work
from toevlucht.records.jobs import work_all
from toevlucht.records.viewer import Viewer

DAY = datetime.date(2022, 4, 24)


def texts(words: str) -> dict[str, str]:
    return {tag: f"{words} ({tag})" for tag in LANGUAGES}


SETUP = Setup(
    period_from=datetime.date(2022, 2, 24),
    period_to=DAY,
    cut_off=DAY,
    counting_mode="cumulative",
    geography_on=DAY,
    handling="amber",
    invited=("police", "kmar"),
    title=texts("The first edition"),
    reason=texts(""),
)
WORDS = writing.Words(1, "moderate", "unlikely", "first", texts("The police know little"))


@dataclass(frozen=True)
class People:
    editor: Person
    second_editor: Person
    approver: Person
    centre_administrator: Person
    police: Person  # an approver of a partner that contributed
    police_contributor: Person
    police_reader: Person
    kmar: Person  # an approver of a partner that did not
    outsider: Person  # of an organisation that is not asked
    outside_administrator: Person


@pytest.fixture
def people(db: None) -> People:
    return People(
        person("eva", "emm", "editor"),
        person("edo", "emm", "editor"),
        person("anna", "emm", "approver"),
        person("cato", "emm", "administrator"),
        person("pim", "police", "approver"),
        person("puck", "police", "contributor"),
        person("piet", "police", "reader"),
        person("kees", "kmar", "approver", "contributor"),
        person("olga", "red_cross", "reader", "contributor", "approver"),
        person("otto", "police", "administrator"),
    )


def viewer(somebody: Person) -> Viewer:
    return viewer_of_person(somebody.pk)


@pytest.fixture
def at_desk() -> Callable[[Person], Client]:
    def open_for(somebody: Person) -> Client:
        browser = Client()
        browser.force_login(somebody)
        return browser

    return open_for


@pytest.fixture
def series(db: None) -> Series:
    titles = {f"title_{tag}": f"Ukraine ({tag})" for tag in LANGUAGES}
    return Series.objects.create(slug="ukraine-2022", kind="exercise", **titles)


@pytest.fixture
def take(tmp_path: Path, db: None) -> Callable[..., Contribution]:
    """A contribution that passed the check, as it lies there after it was taken."""

    def taken(code: str, name: str = "first", rows: int = 3) -> Contribution:
        folder = Desk(tmp_path / f"{code}-{name}").receive(
            code,
            cut_off=DAY.isoformat(),
            observations=[observation(f"{name}-{n}") for n in range(rows)],
            partner_registrations=[registered(f"{name}-r", registered_by=code, count="7")],
        )
        package = tmp_path / f"{code}-{name}.zip"
        with ZipFile(package, "w") as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, path.name)
        made = Contribution.objects.create(
            organisation=organisation(code),
            series="ukraine-2022",
            channel="page",
            sha256=(str(abs(hash((code, name)))) * 4)[:64].ljust(64, "0"),
            bytes=package.stat().st_size,
            period_from=SETUP.period_from,
            period_to=DAY,
            cut_off=DAY,
            counting_mode="cumulative",
            handling="green",
            purpose="strategic intelligence picture",
            origin="own",
            rows={"observations": rows},
        )
        target = package_file(code, made.pk)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(package.read_bytes())
        return made

    return taken


@dataclass(frozen=True)
class Centre:
    """What people do with a draft, each in a unit of work of their own, as a request is."""

    people: People
    series: Series

    def open(self, setup: Setup = SETUP, number: int = 1) -> Draft:
        return drafting.open_draft(viewer(self.people.editor), self.series, number, setup)

    def write(self, draft: Draft, words: str = "Written.") -> Draft:
        by = viewer(self.people.editor)
        for section in SECTIONS:
            typed = {tag: writing.Typed(f"{words} {section} {tag}", 0) for tag in LANGUAGES}
            draft = writing.write_texts(by, draft, section, typed)
        return writing.write_judgement(by, draft, "labour", 0, WORDS)

    def move(self, draft: Draft, *states: str) -> Draft:
        for state in states:
            draft = drafting.move(
                viewer(self.people.editor), fresh(draft), fresh(draft).state, state
            )
        return draft

    def in_review(self, setup: Setup = SETUP, number: int = 1) -> Draft:
        draft = self.write(self.open(setup, number))
        self.move(draft, "drafting", "partner_review")
        work_all()
        return fresh(draft)

    def approve(self, draft: Draft, somebody: Person, answer: str = "approve", reason: str = ""):
        draft = fresh(draft)
        return reviewing.answer(viewer(somebody), draft, draft.revision, answer, reason)

    def publish(self, draft: Draft, reason: str = "") -> Draft:
        draft = fresh(draft)
        with unit_of_work():
            deciding.decide(viewer(self.people.approver), draft, draft.revision, reason)
        work_all()
        return fresh(draft)

    def published(self, setup: Setup = SETUP, number: int = 1) -> Draft:
        draft = self.publish(self.in_review(setup, number))
        assert draft.state == "published"
        return draft


@pytest.fixture
def centre(people: People, series: Series) -> Centre:
    return Centre(people, series)


def fresh(draft: Draft) -> Draft:
    return Draft.objects.select_related("series", "corrects").get(pk=draft.pk)


def changed(**values: object) -> Setup:
    return replace(SETUP, **values)  # type: ignore[arg-type]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that take no time: the shape of a built edition, without computing its figures."""

    def build(frozen: Path, out: Path, *_: object, public: bool = True, **__: object):
        edition = read_editorial(frozen / "editorial")
        fabricate(
            out,
            series=edition.series,
            kind=edition.series_kind,
            number=edition.number,
            version=edition.version,
            cut_off=edition.period.cut_off.isoformat(),
            words=" ".join(edition.narrative["nl"].values()),
        )
        rendition = "public" if public else "partners"
        resign(out, rendition=rendition, disclosure={"attacked": True, "cells": 9, "ranges": 2})
        yield "everything"

    monkeypatch.setattr(draft_builds, "build", build)
    monkeypatch.setattr(deciding, "build", build)


def look(browser: Client, address: str):
    """The answer to a question, read to its end, at which the client of the tests closes it."""
    answer = browser.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer
