"""Every response carries the security headers: pages, files, static files and errors alike."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}

FILES = "/nl/picture/ukraine-2022/1/v1/files"
ADDRESSES = {
    "/": 302,
    "/nl/": 200,
    "/nl/about/": 200,
    "/nl/about": 301,
    "/nl/data-dictionary/": 200,
    "/nl/data-dictionary/observations.csv": 200,
    "/nl/picture/ukraine-2022/": 200,
    "/nl/picture/ukraine-2022/1/": 200,
    "/nl/picture/exercise-2022/1/v1/": 200,
    "/nl/picture/editions.atom": 200,
    f"{FILES}/nl/edition.pdf": 200,
    f"{FILES}/nl/index.html": 200,
    f"{FILES}/edition.css": 200,
    "/nl/nothing/": 404,
    "/xx/": 404,
    "/static/toevlucht/site.css": 200,
    "/static/toevlucht/mark.svg": 200,
    "/static/nothing.css": 404,
}


@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_every_response_carries_the_headers(client: Client, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert not response.cookies
    assert b"".join(response) or status in {301, 302}  # reading it to its end closes a file


def test_a_method_that_is_refused_carries_them_too(client: Client) -> None:
    response = client.post("/nl/")
    assert response.status_code == 405
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


def test_strict_transport_is_asked_for_over_https_only(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/nl/")
    assert "max-age=31536000" in client.get("/nl/", secure=True)["Strict-Transport-Security"]
