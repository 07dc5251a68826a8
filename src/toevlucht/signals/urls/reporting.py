"""The addresses where anybody reports, and comes back with a receipt."""

from django.urls import path

from toevlucht.signals.pages import reporting, returning

urlpatterns = [
    path("", reporting.report, name="public-report"),
    path("return/", returning.return_to_report, name="report-return"),
    path("receipt/", returning.check_words, name="report-check"),
]
