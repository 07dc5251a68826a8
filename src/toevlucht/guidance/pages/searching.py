"""Search the newest handbooks, in the language of the reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toevlucht.guidance.queries.searching import search
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language


@public_page
def searched(request: HttpRequest) -> HttpResponse:
    question = request.GET.get("q", "").strip()
    hits = search(question, reader_language().tag)
    return render(request, "guidance/search.html", {"question": question, "hits": hits})
