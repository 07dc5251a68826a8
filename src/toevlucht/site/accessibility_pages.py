"""The accessibility statement: status, what was tested and how, what is wrong, whom to tell."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from toevlucht.layout.pages import public_page
from toevlucht.site.accessibility import STATUSES, statement


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    made = statement()
    letter = made.status(today, settings.TOEVLUCHT_ACCESSIBILITY_EXAMINATION)
    shown = {
        "statement": made,
        "letter": letter,
        "status": f"accessibility.status.{STATUSES[letter]}",
        "why": f"accessibility.why.{STATUSES[letter]}",
        "examination": made.examination(today),
        "planned": settings.TOEVLUCHT_ACCESSIBILITY_EXAMINATION if letter == "C" else None,
        "total": len(made.criteria),
        "contact": settings.TOEVLUCHT_ACCESSIBILITY_CONTACT,
        "contact_words": settings.TOEVLUCHT_ACCESSIBILITY_CONTACT.removeprefix("mailto:"),
    }
    return render(request, "site/accessibility.html", shown)
