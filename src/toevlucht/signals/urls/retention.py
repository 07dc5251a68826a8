"""The addresses of retention."""

from django.urls import path

from toevlucht.signals.pages import retention

urlpatterns = [
    path("retention/", retention.retention, name="retention"),
    path("retention/destroyed.csv", retention.destroyed_csv, name="destroyed-csv"),
]
