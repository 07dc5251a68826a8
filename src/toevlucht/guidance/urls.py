"""The addresses of handbooks: a number in them is a version, which never changes."""

from django.urls import path

from toevlucht.guidance.pages import comparing, reading, searching

urlpatterns = [
    path("", reading.listed, name="handbooks"),
    path("search/", searching.searched, name="handbook-search"),
    path("amounts/", reading.amounts, name="handbook-amounts"),
    path("<slug:handbook>/", reading.latest, name="handbook"),
    path("<slug:handbook>/latest/", reading.latest, name="handbook-latest"),
    path("<slug:handbook>/latest/<slug:code>/", reading.latest, name="handbook-latest-requirement"),
    path("<slug:handbook>/changes/", comparing.changes, name="handbook-changes"),
    path("<slug:handbook>/<int:number>/", reading.version, name="handbook-version"),
    path("<slug:handbook>/<int:number>/all/", reading.whole, name="handbook-whole"),
    path("<slug:handbook>/<int:number>/handbook.pdf", reading.as_pdf, name="handbook-pdf"),
    path(
        "<slug:handbook>/<int:number>/chapters/<slug:chapter>/",
        reading.chapter,
        name="handbook-chapter",
    ),
    path(
        "<slug:handbook>/<int:number>/<slug:code>/",
        reading.requirement,
        name="handbook-requirement",
    ),
]
