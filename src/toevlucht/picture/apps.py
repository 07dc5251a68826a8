"""The picture as a room of the web application."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    name = "toevlucht.picture"
    label = "picture"
