"""Reporter and handler write in turn; what they write is sealed under the report's own key."""

from __future__ import annotations

import pytest
from tests.signals.telling import municipality, report

from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.signals.actions.conversing import add_message_from_reporter
from toevlucht.signals.conversation import append_message, unseal_message
from toevlucht.signals.models import Message
from toevlucht.signals.receipts import keys_of

WORDS = "lamp tafel boom venster paard stoel jas"
FACT = "The van was there again, its plate begins with V."

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_who_kept_the_words_adds_a_fact_that_the_handler_reads() -> None:
    municipality()
    receipt = keys_of(WORDS)
    made = report(receipt=receipt)
    add_message_from_reporter(made, custody.open_key_with_receipt(made.record, receipt.key), FACT)
    (message,) = Message.objects.filter(report=made)
    assert (message.number, message.from_reporter) == (1, True)
    assert b"van" not in bytes(message.content or b"")
    theirs = custody.open_key(made.record, "gm0344")
    assert unseal_message(theirs, made, message) == FACT
    assert AuditLine.objects.filter(event="report.added_to", ids=[made.reference]).exists()


def test_messages_are_numbered_in_turn_and_a_fixed_text_needs_no_key() -> None:
    municipality()
    made = report()
    key = custody.open_key(made.record, "gm0344")
    first = append_message(made, key, FACT, from_reporter=True)
    second = append_message(made, None, "", from_reporter=False, text_code="received")
    assert (first.number, second.number) == (1, 2)
    assert unseal_message(key, made, second) == ""


def test_a_message_moved_to_another_place_cannot_be_opened() -> None:
    municipality()
    made = report()
    key = custody.open_key(made.record, "gm0344")
    message = append_message(made, key, FACT, from_reporter=True)
    message.number = 2
    with pytest.raises(CannotOpen):
        unseal_message(key, made, message)
