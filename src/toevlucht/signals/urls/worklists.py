"""The addresses of the work lists."""

from django.urls import path

from toevlucht.signals.pages import worklists

urlpatterns = [
    path("reports/", worklists.reports, name="reports"),
    path("reports/find/", worklists.find, name="reports-find"),
    path("reports/filters/", worklists.keep, name="reports-keep"),
    path("reports/filters/remove/", worklists.remove, name="reports-forget"),
    path("reports/held/", worklists.held, name="reports-held"),
]
