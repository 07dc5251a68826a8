"""The two mails that this site sends: an invitation, and a link for a new password."""

from __future__ import annotations

from django.core.mail import send_mail

from toevlucht.language import language
from toevlucht.partners.backend import is_open
from toevlucht.partners.links import HOURS, address_of, link_for
from toevlucht.partners.models import Person
from toevlucht.records.jobs import Report, job


def mail_link(person: Person, purpose: str, site: str) -> None:
    """In the person's language; with the address that it goes to, and nothing else of anybody."""
    spoken = language(person.language)
    address = address_of(link_for(person, purpose), person, site)
    # Named in full, so that the tests of texts find them.
    subject, body = {
        "invitation": ("accounts.mail.invitation_subject", "accounts.mail.invitation"),
        "reset": ("accounts.mail.reset_subject", "accounts.mail.reset"),
    }[purpose]
    hello = spoken.say("accounts.mail.hello", email=person.email)
    words = spoken.say(body, n=HOURS[purpose])
    after = spoken.say("accounts.mail.not_you")
    send_mail(
        spoken.say(subject),
        f"{hello}\n\n{words}\n\n{address}\n\n{after}\n",
        from_email=None,
        recipient_list=[person.email],
    )


@job("person.link")
def mail_link_of(report: Report, person: int, purpose: str, site: str) -> None:
    """Done by a worker, so that asking takes as long for an address that nobody has: 0 is nobody.

    Done twice, it sends the same link twice.
    """
    found = Person.objects.select_related("organisation").filter(pk=person).first()
    if found and is_open(found):
        mail_link(found, purpose, site)
