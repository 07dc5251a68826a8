"""Signals as a room of the web application."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "toevlucht.signals"
    label = "signals"

    def ready(self) -> None:
        """Make the kinds of work known to whoever does them."""
        from toevlucht.signals import tasks  # noqa: F401
        from toevlucht.signals.actions import claiming  # noqa: F401  (it listens)
