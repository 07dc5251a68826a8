"""Packages of courses for other learning systems: what there is, and each as a file.

Everybody may fetch them, as every public page, so no line in the audit trail says who did.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response

from toevlucht.language import LANGUAGES, language
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.scorm.packing import MOST_BYTES, package_of
from toevlucht.learning.scorm.refreshing import packed, refresh_code


@dataclass(frozen=True)
class File:
    """``tongue`` is the name of the language, in that language."""

    tag: str
    tongue: str
    address: str


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    """Without making any: all that it says of a package is known of its course."""
    found = [
        (course, _files(code), _files(refresh_code(code))) for code, course in courses().items()
    ]
    return render(request, "learning/packages.html", {"courses": found, "most": MOST_BYTES})


@public_page
def package(request: HttpRequest, code: str) -> HttpResponseBase:
    """In the language of its address."""
    if code not in packed():
        raise Http404
    found = package_of(code, reader_language().tag)
    etag = f'"{found.digest}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        found.content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )
    response["ETag"] = etag
    return response


def _files(code: str) -> list[File]:
    return [_file(code, tag) for tag in LANGUAGES if code in packed()]


def _file(code: str, tag: str) -> File:
    with translation.override(tag):
        address = reverse("course-package", args=(code,))
    return File(tag, language(tag).say("site.name_of_language"), address)
