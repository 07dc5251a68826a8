"""The addresses of rumours on the desk."""

from django.urls import path

from toevlucht.signals.pages import rumours

urlpatterns = [
    path("rumours/", rumours.listed, name="rumours"),
    path("rumours/new/", rumours.new, name="rumour-new"),
    path("rumours/<slug:reference>/", rumours.one, name="rumour"),
    path("rumours/<slug:reference>/heard/", rumours.heard, name="rumour-heard"),
    path("rumours/<slug:reference>/check/", rumours.check, name="rumour-check"),
    path("rumours/<slug:reference>/answer/", rumours.answer, name="rumour-answer"),
    path("rumours/<slug:reference>/withdraw/", rumours.withdraw, name="rumour-withdraw"),
    path("rumours/<slug:reference>/drop/", rumours.drop, name="rumour-drop"),
]
