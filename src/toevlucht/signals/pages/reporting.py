"""The public form: who else can help, then what somebody saw; the answer is the receipt."""

from __future__ import annotations

import datetime
import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from toevlucht.language import LANGUAGES
from toevlucht.layout.reader import reader_language
from toevlucht.partners.flood import Flood, address_of
from toevlucht.reception.queries.route_cards import route_card
from toevlucht.signals import safety
from toevlucht.signals.actions.reporting import Sent, Told, report_unnamed
from toevlucht.signals.form_tokens import TooYoung, Unusable, new_token, read_token
from toevlucht.signals.forms.reporting import ReportForm
from toevlucht.signals.municipalities import find_municipalities
from toevlucht.signals.pages.unwatched import HELD_ABOVE, REFUSED_ABOVE, sent_too_much, unwatched
from toevlucht.signals.routing import USUAL_DAYS
from toevlucht.signals.spot import organisations_near, spot

READS_TOO = {"ru": "uk"}  # the page in Ukrainian says its key sentences in Russian as well
WEATHER = "https://www.knmi.nl/"

_log = logging.getLogger("toevlucht.reporting")
_reports = Flood()


@require_safe
def melden(request: HttpRequest) -> HttpResponse:
    """The address that people tell each other; it leads to the page in the reader's language."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500])
    wanted = [READS_TOO.get(tag[:2], tag[:2]) for tag, _ in asked]
    tag = next((tag for tag in wanted if tag in LANGUAGES), LANGUAGES[0])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    response = redirect(f"/{tag}/report/{query}")
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept-Language"
    return response


@unwatched
def report(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _receive(request)
    there = spot(*place_in(request.GET))
    form = ReportForm(there=there, near=organisations_near(there))
    return _form(request, form, new_token(timezone.now()), status=200)


def _receive(request: HttpRequest) -> HttpResponse:
    """Whatever fails, the text that somebody wrote comes back."""
    now = timezone.now()
    written = request.POST.get("token", "")
    municipality, location = place_in(request.POST)
    try:
        there = spot(municipality, location)
        form = ReportForm(request.POST, request.FILES, there=there, near=organisations_near(there))
    except (DatabaseError, OSError) as error:
        there = spot(municipality, "")
        form = ReportForm(request.POST, request.FILES, there=there, near=())
        return _broken(request, form, written, error)
    try:
        token = read_token(written, now)
        if not form.is_valid():
            return _form(request, form, written, status=400)
        if sent_too_much(request):
            return _again(request, form, written, "large", 413)
        number = _reports.count(address_of(request), now)
        if number > REFUSED_ABOVE:
            return _again(request, form, written, "flood", 429)
        told = Told(form.telling(), reader_language().tag, form.cleaned_data["uploads"])
        return say_sent(request, report_unnamed(told, token, number > HELD_ABOVE))
    except TooYoung:
        return _again(request, form, written, "young", 400)
    except Unusable:
        return _again(request, form, new_token(now), "old", 400)
    except (DatabaseError, OSError) as error:
        return _broken(request, form, written, error)


def _broken(request: HttpRequest, form: ReportForm, token: str, error: Exception) -> HttpResponse:
    _log.error("a report was not saved: %s", type(error).__name__)
    return _again(request, form, token, "broken", 503)


def place_in(given: QueryDict) -> tuple[str, str]:
    return given.get("municipality", "")[:6], given.get("location", "")[:12]


def _again(
    request: HttpRequest, form: ReportForm, token: str, why: str, status: int
) -> HttpResponse:
    """The same text once more, with why it was not received."""
    form.is_valid()
    form.add_error(None, reader_language().say(f"reporting.error.{why}"))
    return _form(request, form, token, status)


def _form(request: HttpRequest, form: ReportForm, token: str, status: int) -> HttpResponse:
    typed = "" if form.is_bound else request.GET.get("place", "")[:100]
    words = {
        "form": form,
        "action": reverse("public-report"),
        "token": token,
        "there": form.there,
        "location": place_in(request.POST if form.is_bound else request.GET)[1],
        "weather": WEATHER,
        "typed": typed,
        "places": find_municipalities(typed, timezone.localdate()),
        # Where the database cannot be asked, the text that somebody wrote comes back all the same.
        "card": [] if status >= 500 else route_card(form.there.municipality, form.there.location),
        "safety": safety.blocks(reader_language().tag, settings.TOEVLUCHT_SAFETY_CHECKS),
    }
    return render(request, "signals/reporting/form.html", words, status=status)


def say_sent(request: HttpRequest, sent: Sent) -> HttpResponse:
    heard_by = sent.received_on + datetime.timedelta(days=USUAL_DAYS)
    words = {"sent": sent, "words": sent.words.split(), "heard_by": heard_by}
    return render(request, "signals/reporting/sent.html", words)
