"""The demo's news of April 2022 refers to what it must, and went out to made-up subscribers."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from toevlucht.cli.demo_news import GENERATED, publish_news
from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.news.models import Issue, ItemVersion, Subscriber
from toevlucht.news.queries.issues import sending_of
from toevlucht.partners.actions.demo_accounts import make_demo_accounts
from toevlucht.records.viewer import OPERATOR


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.usefixtures("published")
def test_the_item_and_its_newsletter(data_folder: Path, settings: object) -> None:
    settings.TOEVLUCHT_DEMO = True  # type: ignore[attr-defined]
    load_handbooks(OPERATOR)
    make_demo_accounts()
    publish_news("http://127.0.0.1:8000")
    version = ItemVersion.objects.get()
    assert version.written.languages == ["nl", "en", "uk"]
    assert set(version.marks) == set(version.written.references)
    page = Client().get("/uk/news/raised-vulnerability/").content.decode()
    for address in (
        "picture/ukraine-2022/1/",
        "handbooks/goo/1/",
        "handbooks/poo/1/",
        "courses/know-your-rights/",
    ):
        assert f'href="/uk/{address}"' in page
    assert "20–30" in page
    everybody = 3 * GENERATED
    assert Subscriber.objects.filter(is_generated=True).count() == everybody
    assert dict(sending_of(Issue.objects.get()).states) == {"handed": everybody}
    assert len(mail.outbox) == everybody
    assert "Made up for the demo" in str(mail.outbox[GENERATED].body)
