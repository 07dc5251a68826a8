"""An issue as a mail: rendered once for each language, and addressed to each recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from toevlucht.language import language
from toevlucht.news.links import END, token_for
from toevlucht.news.models import Delivery, Issue, ItemVersion
from toevlucht.news.queries.items import Told, referents_of, told
from toevlucht.news.referents import Referent

LEAVE = "https://leave.invalid/"
"""Stands in the rendered mail where the recipient's own address to leave comes."""

LONGEST_LINE = 998  # of a mail, by RFC 5322
REPEAT = "X-Toevlucht-Possible-Repeat"


@dataclass(frozen=True)
class Part:
    """An item in an issue: its text, where it is read, and what it refers to."""

    told: Told
    address: str
    referents: Sequence[Referent]


@dataclass(frozen=True)
class Rendered:
    """A mail in one language, the same for everybody who gets it."""

    subject: str
    text: str
    html: str
    leave: str  # the address to leave, without the token
    list_id: str


class Unfolded(EmailMultiAlternatives):
    """Each header on a line of its own: folded, some servers break the seal (DKIM) over them."""

    def message(self, **options: Any) -> Any:
        made = super().message(**options)
        made.policy = made.policy.clone(max_line_length=LONGEST_LINE)
        return made


def site_of(issue: Issue) -> str:
    return settings.TOEVLUCHT_ADDRESS or issue.site


def parts_of(issue: Issue, versions: Sequence[ItemVersion], tag: str, site: str) -> list[Part]:
    spoken = language(tag)
    return [
        Part(
            told(one, spoken),
            site + reverse("news-item", kwargs={"slug": one.item.slug}),
            referents_of(one.written, spoken),
        )
        for one in versions
    ]


def rendered(issue: Issue, versions: Sequence[ItemVersion], tag: str) -> Rendered:
    site = site_of(issue)
    written = issue.language_for(tag)
    with translation.override(tag):
        leave = site + reverse("end-subscription", args=("token",)).removesuffix("token/")
        surroundings = {
            "issue": issue,
            "tag": tag,
            "written": written,
            "intro": issue.intro[written],
            "subject": issue.subject[written],
            "parts": parts_of(issue, versions, tag, site),
            "site": site,
            "here": site + reverse("newsletter-issue", kwargs={"number": issue.number}),
            "leave": LEAVE,
            "demo": getattr(settings, "TOEVLUCHT_DEMO", False),
        }
        text = render_to_string("news/mail/issue.txt", surroundings)
        html = render_to_string("news/mail/issue.html", surroundings)
    host = urlsplit(site).hostname or "localhost"
    return Rendered(issue.subject[written], text, html, leave, f"<news-{tag}.{host}>")


def mail_to(delivery: Delivery, address: str, mail: Rendered) -> EmailMultiAlternatives:
    """No picture is fetched and no link counted; leaving takes one press of a button."""
    assert delivery.subscriber
    leave = f"{mail.leave}{token_for(END, delivery.subscriber.reference)}/"
    headers = {
        "Message-ID": delivery.message_id,
        "List-Id": mail.list_id,
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
    }
    if delivery.may_repeat:
        headers[REPEAT] = "yes"
    message = Unfolded(mail.subject, mail.text.replace(LEAVE, leave), to=[address], headers=headers)
    message.attach_alternative(mail.html.replace(LEAVE, leave), "text/html")
    return message


def mail_domain() -> str:
    """Of the address that mail comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
