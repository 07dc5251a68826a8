"""The data dictionary for partners: what to send, in which words, with files to start from."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from toevlucht.dictionary import dictionary, documents
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.site.plain_pages import dictionary_page


@public_page
def data_dictionary(request: HttpRequest) -> HttpResponse:
    language = reader_language()
    page = dictionary_page(language.tag)
    tables = [(table, language.say(f"tables.{table}.title")) for table in dictionary().tables]
    # Our own Markdown, made from the dictionary's definitions with HTML switched off.
    surroundings = {"title": page.title, "body": mark_safe(page.html), "tables": tables}
    return render(request, "site/dictionary.html", surroundings)


@public_page
def table_template(request: HttpRequest, table: str) -> HttpResponse:
    if table not in dictionary().tables:
        raise Http404
    return _download(documents.template(table), f"{table}.csv", "text/csv")


@public_page
def manifest_template(request: HttpRequest) -> HttpResponse:
    return _download(
        documents.manifest_template(reader_language().tag), "contribution.toml", "application/toml"
    )


def _download(text: str, name: str, media_type: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8", headers=disposition)
