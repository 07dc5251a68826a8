"""Reception as a room of the web application."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "toevlucht.reception"
    label = "reception"

    def ready(self) -> None:
        """Make kinds of work known to whoever does them, and what is hidden to the trail."""
        from toevlucht.reception import tasks  # noqa: F401
        from toevlucht.reception.hidden import hidden_from
        from toevlucht.records.hiding import hide

        hide(hidden_from)
