"""A feed that a reader's program understands."""

import datetime
from xml.etree import ElementTree

from toevlucht.picture.rendering.atom import FeedEntry, atom, marked_title

ATOM = "{http://www.w3.org/2005/Atom}"


def entry(number, updated):
    return FeedEntry(
        id=f"tag:example.org,2022:edition-{number}",
        title=f"Uitgave {number} <&>",
        summary="Nauwelijks concrete signalen.",
        address=f"https://example.org/beeld/{number}?a=1&b=2",
        published=datetime.date(2022, 3, number),
        updated=updated,
    )


def feed(*entries):
    source = atom(
        entries, "nl", "Beeld", "https://example.org/beeld", "https://example.org/beeld/feed"
    )
    return ElementTree.fromstring(source)


def test_the_newest_edition_comes_first_and_dates_the_feed():
    early, late = datetime.date(2022, 3, 1), datetime.date(2022, 8, 28)
    root = feed(entry(1, early), entry(2, late))
    titles = [node.find(f"{ATOM}title").text for node in root.iter(f"{ATOM}entry")]
    assert titles == ["Uitgave 2 <&>", "Uitgave 1 <&>"]
    assert root.find(f"{ATOM}updated").text == "2022-08-28T00:00:00Z"


def test_an_entry_has_what_a_feed_must_have():
    found = feed(entry(1, datetime.date(2022, 3, 1))).find(f"{ATOM}entry")
    for name in ("id", "title", "published", "updated", "summary"):
        assert found.find(f"{ATOM}{name}").text
    assert found.find(f"{ATOM}link").get("href") == "https://example.org/beeld/1?a=1&b=2"


def test_a_feed_without_editions_is_still_a_feed():
    root = feed()
    assert root.find(f"{ATOM}id").text == "https://example.org/beeld/feed"
    assert root.find(f"{ATOM}author/{ATOM}name").text


def test_a_title_says_of_what_kind_the_edition_is_and_says_it_once():
    assert marked_title("Uitgave 1", "real", "nl") == "Uitgave 1"
    reconstruction = marked_title("Uitgave 1", "reconstruction", "nl")
    assert reconstruction == "Reconstructie uit openbare bronnen: Uitgave 1"
    assert marked_title("Oefening: een beeld", "exercise", "nl") == "Oefening: een beeld"
