"""Where a reporter comes back with the words of the receipt: to read, to add, or to check them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from toevlucht.layout.reader import reader_language
from toevlucht.partners.flood import Flood, address_of
from toevlucht.signals.actions.conversing import add_message_from_reporter
from toevlucht.signals.actions.returning import Returned, come_back
from toevlucht.signals.form_tokens import TooYoung, Unusable, new_token, read_token
from toevlucht.signals.forms.reporting import MoreForm, ReturnForm
from toevlucht.signals.pages.unwatched import REFUSED_ABOVE, sent_too_much, unwatched
from toevlucht.signals.queries.conversation import turns

RETURN = {
    "title": "reporting.return.title",
    "lead": "reporting.return.lead",
    "button": "reporting.return.open",
}
CHECK = {
    "title": "reporting.check.title",
    "lead": "reporting.check.lead",
    "button": "reporting.check.button",
}

_returns = Flood()


@unwatched
def return_to_report(request: HttpRequest) -> HttpResponse:
    """The words open it; what is added comes with the words once more, as there is no session."""
    form = ReturnForm(request.POST or None)
    refused = _refused(request, form, RETURN)
    if refused:
        return refused
    words = form.cleaned_data["words"]
    try:
        returned = come_back(words)
        if returned is None:
            return _unknown(request, form, RETURN)
        if "message" not in request.POST:
            return _returned(request, returned, words, MoreForm())
        return _add(request, returned, words)
    except (DatabaseError, OSError):
        return _asked(request, form, RETURN, "broken", 503)


@unwatched
def check_words(request: HttpRequest) -> HttpResponse:
    """Whether somebody wrote the words down well; this is no return that is counted."""
    form = ReturnForm(request.POST or None)
    refused = _refused(request, form, CHECK)
    if refused:
        return refused
    try:
        if come_back(form.cleaned_data["words"], counts=False) is None:
            return _unknown(request, form, CHECK)
    except (DatabaseError, OSError):
        return _asked(request, form, CHECK, "broken", 503)
    return render(request, "signals/reporting/checked.html")


def _refused(request: HttpRequest, form: ReturnForm, names: dict[str, str]) -> HttpResponse | None:
    """The empty form, or why nothing is looked up."""
    if request.method != "POST":
        return _asked(request, ReturnForm(), names, "", 200)
    if _returns.count(address_of(request), timezone.now()) > REFUSED_ABOVE:
        return _asked(request, form, names, "flood", 429)
    return None if form.is_valid() else _asked(request, form, names, "", 400)


def _unknown(request: HttpRequest, form: ReturnForm, names: dict[str, str]) -> HttpResponse:
    return _asked(request, form, names, "unknown", 404)


def _asked(
    request: HttpRequest, form: ReturnForm, names: dict[str, str], why: str, status: int
) -> HttpResponse:
    """The form for the words; a message that was written comes back in it."""
    if why and form.is_valid():
        form.add_error(None, reader_language().say(f"reporting.return.{why}"))
    kept = {"message": request.POST.get("message", ""), "token": request.POST.get("token", "")}
    words = {"form": form, **names, **kept}
    return render(request, "signals/reporting/return.html", words, status=status)


def _add(request: HttpRequest, returned: Returned, words: str) -> HttpResponse:
    form = MoreForm(request.POST, request.FILES)
    form.fields["uploads"].already = returned.files  # type: ignore[attr-defined]
    now = timezone.now()
    written = request.POST.get("token", "")
    if not form.is_valid():
        return _returned(request, returned, words, form, written)
    if sent_too_much(request):
        return _not_added(request, returned, words, form, "large", written)
    try:
        once = read_token(written, now).once
        given = form.cleaned_data
        add_message_from_reporter(
            returned.report, returned.key, given["message"], once, given["uploads"]
        )
    except TooYoung:
        return _not_added(request, returned, words, form, "young", written)
    except Unusable:
        return _not_added(request, returned, words, form, "old", new_token(now))
    except IntegrityError:  # sent twice, received once
        return _returned(request, returned, words, MoreForm(), was_added=True)
    grown = replace(returned, turns=tuple(turns(returned.report, returned.key)))
    return _returned(request, grown, words, MoreForm(), was_added=True)


def _not_added(
    request: HttpRequest, returned: Returned, words: str, form: MoreForm, why: str, token: str
) -> HttpResponse:
    form.add_error(None, reader_language().say(f"reporting.error.{why}"))
    return _returned(request, returned, words, form, token)


def _returned(
    request: HttpRequest,
    returned: Returned,
    words: str,
    form: MoreForm,
    token: str = "",
    **more: Any,
) -> HttpResponse:
    shown = {
        "returned": returned,
        "words": words,
        "form": form,
        "token": token or new_token(timezone.now()),
        **more,
    }
    status = 400 if form.errors else 200
    return render(request, "signals/reporting/returned.html", shown, status=status)
