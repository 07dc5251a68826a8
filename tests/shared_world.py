"""A world that all tests of a module share: made once, and each test undoes only its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker


@contextmanager
def shared_world(blocker: DjangoDbBlocker, data: Path) -> Iterator[None]:
    """What is made inside stands in an outer transaction of both databases until the module ends.

    Use it in a fixture of scope "module" that asks for ``django_db_setup``. Tests of the module may
    not ask for ``transaction=True``: they would look past the transaction and empty the tables.
    """
    with ExitStack() as until_the_end:
        until_the_end.enter_context(blocker.unblock())
        until_the_end.enter_context(override_settings(TOEVLUCHT_DATA=data))
        patch = until_the_end.enter_context(pytest.MonkeyPatch.context())
        for alias in ("default", "keys"):
            outer = transaction.atomic(using=alias)
            outer._from_testcase = True  # what must be outermost may stand in it, as in a test
            until_the_end.enter_context(outer)
            until_the_end.callback(transaction.set_rollback, True, using=alias)
            # After each test Django closes its connections, which would end this transaction.
            patch.setattr(connections[alias], "close", lambda: None)
        yield
