"""Reception as a room of the web application."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "toevlucht.reception"
    label = "reception"
