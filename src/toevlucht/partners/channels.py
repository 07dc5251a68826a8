"""Tell the rooms above that other people, or other organisations, may now handle what comes in."""

from __future__ import annotations

from collections.abc import Callable

from toevlucht.records.viewer import Viewer

Listener = Callable[[Viewer], None]
_listeners: list[Listener] = []


def when_channels_change(listener: Listener) -> Listener:
    """Register a function; it is called in the transaction of the change."""
    _listeners.append(listener)
    return listener


def channels_changed(viewer: Viewer) -> None:
    for listener in _listeners:
        listener(viewer)
