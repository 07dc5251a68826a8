"""The pages on which contributions come in: files, files with typed facts, and nil returns."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing, viewer_of_request
from toevlucht.partners.models import Organisation
from toevlucht.picture import received
from toevlucht.picture.actions.contributing import (
    Answer,
    ContributingRefused,
    Sending,
    check_may_send,
    report_nothing,
    send_contribution,
)
from toevlucht.picture.actions.packages import SMALL, send_later
from toevlucht.picture.forms.contributing import (
    FactsForm,
    PeriodForm,
    SendForm,
    facts_of,
    initial_of,
    usual,
    usual_facts,
)
from toevlucht.picture.models import Package
from toevlucht.picture.packing import manifest_text, pack, unpacked_size
from toevlucht.picture.pages.reading_pages import record_requests
from toevlucht.picture.problems_told import by_file, told, told_again
from toevlucht.picture.queries import contributing as queries
from toevlucht.picture.queries.requests import OpenRequest, known_series, open_requests
from toevlucht.records.actions import record_read
from toevlucht.records.jobs import find_job
from toevlucht.records.viewer import Viewer

SENDERS = ("contributor", "editor")
ZIP_NAME = re.compile(r"[\w-][\w .-]{0,80}\.zip", re.IGNORECASE)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*SENDERS)
def send(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Files with contribution.toml, or one zip of them."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendForm(*given, organisations=_organisations(viewer))
    template = "picture/contributing/send.html"
    if request.method != "POST" or not form.is_valid():
        return _form(request, template, form)
    own = viewer.organisation
    sending = Sending(
        form.cleaned_data.get("on_behalf_of") or own, form.cleaned_data.get("reason") or ""
    )
    return _received(request, viewer, sending, form, template, form.cleaned_data["uploads"], None)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("contributor")
def send_tables(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Tables only; the facts of contribution.toml are typed in."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = _asked(request, viewer)
    form = FactsForm(*given, initial={**usual(), **initial_of(asked)})
    template = "picture/contributing/send_tables.html"
    if request.method != "POST" or not form.is_valid():
        return _form(request, template, form, series=known_series(viewer))
    manifest = manifest_text(form.facts(viewer.organisation))
    files, sending = form.cleaned_data["uploads"], Sending(viewer.organisation)
    return _received(request, viewer, sending, form, template, files, manifest)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("contributor")
def nothing(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A nil return: one click for an open request, or a series and a period."""
    requests = open_requests(viewer, reader_language().tag)
    record_requests(viewer, requests)
    asked = _asked(request, viewer)
    posted = request.method == "POST"
    form = PeriodForm(request.POST if posted and not asked else None)
    refused = ""
    if posted and (asked or form.is_valid()):
        known = initial_of(asked) if asked else form.cleaned_data
        usual = usual_facts(viewer.organisation)
        facts = facts_of({**usual, **known}, viewer.organisation)
        try:
            answer = report_nothing(viewer, facts)
            if answer.contribution:
                return _taken(request, answer)
            refused = reader_language().say("contributing.refused.wrong_facts")
        except ContributingRefused as refusal:
            refused = reader_language().message(refusal.message)
    surroundings = {"requests": requests, "series": known_series(viewer), "refused": refused}
    status = 409 if refused else 0
    return _form(request, "picture/contributing/nothing.html", form, status, **surroundings)


@require_safe
@desk_page(*queries.READERS)
def package(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """What became of a large package: how far its check is, what is wrong, or where it went."""
    found = queries.find_package(viewer, number)
    if not found:
        raise missing(viewer, "contribution.read", "package", number)
    record_read(viewer, "contribution.read", "package", [number])
    if found.contribution:
        return redirect("contribution", number=found.contribution.pk)
    return render(request, "picture/contributing/package.html", _package(found))


def _package(found: Package) -> dict[str, Any]:
    tag = reader_language().tag
    problems = [told_again(one, tag) for one in found.problems if "what" in one]
    reason = next((one["code"] for one in found.problems if "what" not in one), "")
    return {
        "package": found,
        "job": find_job(found.job),
        "problem_count": found.problem_count,
        "files": by_file(problems),
        "refused": reader_language().say(f"contributing.refused.{reason}") if reason else "",
    }


def _received(
    request: HttpRequest,
    viewer: Viewer,
    sending: Sending,
    form: Any,
    template: str,
    files: Sequence[UploadedFile[Any]],
    manifest: str | None,
) -> HttpResponse:
    """Put the package together on disk; check it at once where that is quick, else later."""
    try:
        check_may_send(viewer, sending)
        with tempfile.TemporaryDirectory(dir=received.incoming_folder()) as folder:
            named = [(str(file.name), file) for file in files]
            package = pack(named, manifest, Path(folder) / _name(named))
            if unpacked_size(package) > SMALL:
                later = send_later(viewer, package, sending)
                return redirect("contribution-package", number=later.pk)
            answer = send_contribution(viewer, package, sending)
    except ContributingRefused as refused:
        form.add_error(None, reader_language().message(refused.message))
        return _form(request, template, form)
    if answer.contribution:
        return _taken(request, answer)
    assert answer.checked is not None
    tag = reader_language().tag
    problems = by_file(told(problem, tag) for problem in answer.checked.problems)
    count = answer.checked.problem_count
    return _form(request, template, form, status=400, files=problems, problem_count=count)


def _name(named: Sequence[tuple[str, Any]]) -> str:
    """A single zip keeps its name, so that problems with it name the file that the sender knows."""
    name = named[0][0] if len(named) == 1 else ""
    return name if ZIP_NAME.fullmatch(name) else "package.zip"


def _taken(request: HttpRequest, answer: Answer) -> HttpResponse:
    assert answer.contribution is not None
    key = "contributing.answer.again" if answer.again else "contributing.answer.taken"
    messages.success(request, reader_language().say(key))
    return redirect("contribution", number=answer.contribution.pk)


def _form(
    request: HttpRequest, template: str, form: Any, status: int = 0, **surroundings: Any
) -> HttpResponse:
    status = status or (400 if form.errors else 200)
    may_fill_in = viewer_of_request(request).has("contributor")
    shown = {"form": form, "may_fill_in": may_fill_in, **surroundings}
    return render(request, template, shown, status=status)


def _organisations(viewer: Viewer) -> list[tuple[str, str]]:
    """Whom the centre's editors may send for."""
    if not viewer.is_centre_with("editor"):
        return []
    tag = reader_language().tag
    found = Organisation.objects.filter(is_active=True).exclude(code=viewer.organisation)
    return sorted(((one.code, one.name(tag)) for one in found), key=lambda pair: pair[1])


def _asked(request: HttpRequest, viewer: Viewer) -> OpenRequest | None:
    """The open request that the page was opened for."""
    number = request.POST.get("request") or request.GET.get("request") or ""
    found = open_requests(viewer, reader_language().tag) if number else []
    named = next((one for one in found if str(one.number) == number), None)
    record_requests(viewer, [named] if named else [])
    return named
