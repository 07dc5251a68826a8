"""Guidance as a room of the web application."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "toevlucht.guidance"
    label = "guidance"
