"""News as a room of the web application."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "toevlucht.news"
    label = "news"
