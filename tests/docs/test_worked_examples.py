"""The worked examples in the documents, and those of `statistics`, give what they say."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest
from tests.docs.project import DOCS, SOURCE

PAGES = sorted(DOCS.glob("statistics-*.md"))
MODULES = sorted(
    ".".join(("toevlucht", *path.relative_to(SOURCE).with_suffix("").parts))
    for path in (SOURCE / "statistics").rglob("*.py")
    if ">>>" in path.read_text("utf-8")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_gives_what_it_says(page):
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert outcome.attempted
    assert not outcome.failed


@pytest.mark.parametrize("module", MODULES)
def test_a_docstring_gives_what_it_says(module):
    outcome = doctest.testmod(import_module(module))
    assert outcome.attempted
    assert not outcome.failed
