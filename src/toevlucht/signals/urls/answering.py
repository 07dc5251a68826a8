"""The addresses from which a report is answered."""

from django.urls import path

from toevlucht.signals.pages import answering

urlpatterns = [
    path("reports/<slug:reference>/acknowledge/", answering.acknowledge, name="report-acknowledge"),
    path("reports/<slug:reference>/write/", answering.write, name="report-write"),
    path("reports/<slug:reference>/tell/", answering.tell, name="report-tell"),
]
