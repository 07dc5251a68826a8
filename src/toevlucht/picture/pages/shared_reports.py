"""The button with which what was shared of reports is packed for the picture."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page
from toevlucht.picture.actions.contributing import ContributingRefused
from toevlucht.picture.actions.shared_reports import ask_for_shared_reports
from toevlucht.records.viewer import Viewer


@require_POST
@desk_page("contributor", "editor")
def pack(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    try:
        ask_for_shared_reports(viewer)
    except ContributingRefused as refused:
        messages.error(request, reader_language().message(refused.message))
    else:
        messages.success(request, said("partners_reports.asked"))
    return redirect("contributions")
