"""Packages of courses for other learning systems: what there is, and each as a file.

Everybody may fetch them, as every public page, so no line in the audit trail says who did.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response

from toevlucht.language import LANGUAGES, language
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.pages.walks import find_course
from toevlucht.learning.scorm.packing import MOST_BYTES, package_of


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
        (course, [_file(course.code, tag) for tag in LANGUAGES]) for course in courses().values()
    ]
    return render(request, "learning/packages.html", {"courses": found, "most": MOST_BYTES})


@public_page
def package(request: HttpRequest, code: str) -> HttpResponseBase:
    """In the language of its address."""
    course = find_course(code)
    found = package_of(course.code, reader_language().tag)
    etag = f'"{found.digest}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        found.content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )
    response["ETag"] = etag
    return response


def _file(code: str, tag: str) -> File:
    with translation.override(tag):
        address = reverse("course-package", args=(code,))
    return File(tag, language(tag).say("site.name_of_language"), address)
