"""The whole edition as JSON, and its schema: the one says what the other promises."""

import json
from importlib.resources import files

import pytest
from tests.picture.rendering.sample import HOSTILE, sample

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.rendering.cells import words
from toevlucht.picture.rendering.json_document import json_of

SCHEMA = json.loads(
    files("toevlucht.content").joinpath("schemas", "edition.schema.json").read_text("utf-8")
)
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def check(value, schema, where="edition"):
    """The few words of JSON Schema that the schema uses, checked by hand."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "oneOf" in schema:
        kinds = [kind for kind in schema["oneOf"] if fits(value, kind)]
        assert len(kinds) == 1, where
        return
    if "const" in schema:
        assert value == schema["const"], where
    if "enum" in schema:
        assert value in schema["enum"], f"{where}: {value!r}"
    allowed = schema.get("type", list(TYPES))
    kinds = tuple(TYPES[name] for name in ([allowed] if isinstance(allowed, str) else allowed))
    flat = tuple(k for kind in kinds for k in (kind if isinstance(kind, tuple) else (kind,)))
    assert isinstance(value, flat), where
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value) <= set(schema["properties"]), where
        for name, part in value.items():
            check(part, schema["properties"][name], f"{where}.{name}")
    if isinstance(value, list):
        for index, part in enumerate(value):
            check(part, schema["items"], f"{where}[{index}]")


def fits(value, schema):
    try:
        check(value, schema)
    except AssertionError:
        return False
    return True


@pytest.fixture(params=LANGUAGES)
def document(request):
    return sample(request.param)


def test_the_edition_is_what_the_schema_says(document):
    check(json.loads(json_of(document)), SCHEMA)


def test_the_checker_of_this_test_notices_a_difference(document):
    content = json.loads(json_of(document))
    content["figures"][0]["rows"][0]["cells"][0]["state"] = "guessed"
    assert not fits(content, SCHEMA)


def test_cells_have_the_words_of_the_page_and_the_numbers_behind_them(document):
    content, spoken = json.loads(json_of(document)), language(document.language)
    row = content["figures"][0]["rows"][1]["cells"]
    cell = document.figures()[0].table.rows[1].cells[1]
    assert row[1] == {
        "state": "at_least",
        "text": words(cell, spoken),
        "low": 8,
        "unit": "report",
    }


def test_not_supplied_has_no_number(document):
    content = json.loads(json_of(document))
    cell = content["figures"][0]["rows"][0]["cells"][2]
    assert set(cell) == {"state", "text"}


def test_the_narrative_is_plain_text_in_reading_order(document):
    parts = json.loads(json_of(document))["narrative"]
    assert parts[0] == {
        "kind": "heading",
        "level": 2,
        "anchor": "summary",
        "text": document.blocks[0].text,
    }
    assert parts[-1] == {"kind": "paragraph", "text": HOSTILE}
    assert [p["anchor"] for p in parts if p["kind"] == "figure"] == [
        figure.id for figure in document.figures()
    ]


def test_judgements_keep_confidence_apart_from_likelihood(document):
    judgement = json.loads(json_of(document))["judgements"][0]
    assert judgement["confidence"]["code"] == "low"
    assert judgement["likelihood"]["code"] == "roughly_even"


def test_unsafe_addresses_are_left_out(document):
    assert b"javascript:" not in json_of(document)


def test_the_same_document_has_the_same_bytes(document):
    assert json_of(document) == json_of(document)
