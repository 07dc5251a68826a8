"""Signals as a room of the web application."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "toevlucht.signals"
    label = "signals"

    def ready(self) -> None:
        """Make kinds of work known to whoever does them, and what is hidden to the trail."""
        from toevlucht.records.hiding import hide
        from toevlucht.signals import tasks  # noqa: F401
        from toevlucht.signals.hidden import hidden_from

        hide(hidden_from)
