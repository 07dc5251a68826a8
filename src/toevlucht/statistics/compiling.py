"""Compile the loops of all methods once, and keep the machine code where that is allowed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.np import linalg

Loop = TypeVar("Loop", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc", "nsz"},
    "nogil": True,
}
SETTINGS: Any = numba.config


def _look_for_blas_when_it_is_used() -> None:
    """Loading its first loop, numba only looks whether SciPy's linear algebra is there. None of
    our loops uses it, and it takes a quarter of a second to load; whose loop does gets it then.
    """
    look: Callable[[], None] = linalg.ensure_blas

    def look_later() -> None:
        if hasattr(sys.modules.get("numba.np.arraymath"), "_HAVE_BLAS"):
            look()

    linalg.ensure_blas = look_later


_look_for_blas_when_it_is_used()


def compiled(loop: Loop) -> Loop:
    """The loop as machine code, kept beside this module, in the user's cache or nowhere.

    ``NUMBA_CACHE_DIR`` names another place. Where nothing may be written each process compiles
    anew: slower to start, the same numbers.
    """
    named = SETTINGS.CACHE_DIR
    SETTINGS.CACHE_DIR = named or str(_FOLDER)
    try:
        return cast(Loop, numba.njit(cache=True, **OPTIONS)(loop))
    except RuntimeError:
        return cast(Loop, numba.njit(**OPTIONS)(loop))
    finally:
        SETTINGS.CACHE_DIR = named


def _folder() -> Path:
    """One for each state of the loops: numba looks at a loop's own file only, and would keep
    what another file changed."""
    here = Path(__file__).parent
    state = hashlib.sha256()
    for source in sorted(here.rglob("*.py")):
        if b"@compiled\n" in (text := source.read_bytes()):
            state.update(text)
    return here / "__pycache__" / f"loops-{state.hexdigest()[:16]}"


_FOLDER = _folder()
