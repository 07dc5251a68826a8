"""Signals as a room of the web application."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "toevlucht.signals"
    label = "signals"
