"""A certificate that was not earned is revoked by the centre: looked at first, and for good."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.learning.walking import begin_as_guest, walk
from tests.partners.people import person

from toevlucht.learning.models import Certificate
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = "/en/desk/courses/revoke/"


def test_the_centre_looks_at_a_certificate_and_revokes_it_for_good(client: Client) -> None:
    walk(client, begin_as_guest(client))
    code = Certificate.objects.get().code
    browser = Client()
    browser.force_login(person("ada", "emm", "administrator"))
    unknown = browser.post(PAGE, {"code": "none"})
    assert unknown.status_code == 400
    assert "no certificate with this code" in unknown.content.decode()

    shown = browser.post(PAGE, {"code": f" {code.upper()} "}).content.decode()
    assert "Revoke for good" in shown
    assert Certificate.objects.get().revoked_at is None
    assert browser.post(PAGE, {"code": code, "sure": "on"}).status_code == 302
    assert Certificate.objects.get().revoked_at is not None
    assert (
        "This certificate was revoked" in client.get(f"/en/certificates/{code}/").content.decode()
    )
    assert browser.post(PAGE, {"code": code, "sure": "on"}).status_code == 400
    assert AuditLine.objects.filter(event="certificate.revoked").count() == 1


@pytest.mark.parametrize(("code", "role"), [("emm", "editor"), ("gm0344", "administrator")])
def test_nobody_else_revokes(code: str, role: str) -> None:
    browser = Client()
    browser.force_login(person("eva", code, role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {"code": "any", "sure": "on"}).status_code == 403
