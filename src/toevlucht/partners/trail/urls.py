"""The addresses of the audit trail at the desk."""

from django.urls import path

from toevlucht.partners.trail import emergency, heads, pages

urlpatterns = [
    path("audit/", pages.trail, name="audit-trail"),
    path("audit/audit-trail.csv", pages.export, name="audit-export"),
    path("audit/heads.jsonl", heads.all_heads, name="audit-heads"),
    path("my-audit/", pages.mine, name="my-audit"),
    path("break-glass/", emergency.break_glass, name="break-glass"),
]
