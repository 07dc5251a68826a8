"""Subscribers and issues that tests send."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client
from tests.news.items import in_three, published, written

from toevlucht.news.actions import composing, sending, subscribing
from toevlucht.news.actions.composing import Composed
from toevlucht.news.models import Issue
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.records.jobs import work_all

SITE = "http://testserver"


def confirmed(count: int, tag: str = "en") -> None:
    addresses = [f"reader-{number}@subscribers.example" for number in range(count)]
    subscribing.put_generated(addresses, tag, ["public"])


def composed(editor: Person, approver: Person, *references: str) -> Issue:
    """From one item, for everybody; not sent yet."""
    published(editor, approver, "raised-risk", written("Raised risk", *references))
    what = Composed(in_three("What is new"), in_three("Dear reader"), ["raised-risk"], ["public"])
    return composing.open_issue(viewer_of(editor), what)


def started(editor: Person, approver: Person) -> Issue:
    issue = composed(editor, approver)
    return sending.start_sending(viewer_of(approver), issue, issue.revision, SITE)


def asked(address: str, *audiences: str, tag: str = "en", place: str = "127.0.0.1") -> str:
    """Fill in the form and let the worker work: the page that answers."""
    form = {"address": address, "audiences": audiences or ("public",)}
    answer = Client(REMOTE_ADDR=place).post(f"/{tag}/newsletter/", form)
    assert answer.status_code == 200, answer.content.decode()
    work_all()
    return answer.content.decode()


def link_in_last_mail() -> str:
    found = re.search(rf"{SITE}(\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]
