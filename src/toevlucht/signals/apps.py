"""Signals as a room of the web application."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "toevlucht.signals"
    label = "signals"

    def ready(self) -> None:
        """Tell the rooms below our kinds of work, what is hidden to the trail, and the bases."""
        from toevlucht.partners.bases import tell_bases
        from toevlucht.records.hiding import hide
        from toevlucht.signals import tasks  # noqa: F401
        from toevlucht.signals.agreed_bases import bases_to_agree_on
        from toevlucht.signals.hidden import hidden_from

        tell_bases(bases_to_agree_on)
        hide(hidden_from)
