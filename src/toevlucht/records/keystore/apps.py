"""The key store as a part of the web application that has a database of its own."""

from django.apps import AppConfig


class KeyStoreConfig(AppConfig):
    name = "toevlucht.records.keystore"
    label = "keystore"
