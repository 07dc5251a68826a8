"""The layout as a room of the web application."""

from django.apps import AppConfig


class LayoutConfig(AppConfig):
    name = "toevlucht.layout"
    label = "layout"
