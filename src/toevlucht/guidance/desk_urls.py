"""The addresses of handbooks on the desk: what to act on, and the next version in the making."""

from django.urls import path

from toevlucht.guidance.pages import acting, drafting

urlpatterns = [
    path("handbooks/", acting.mine, name="my-handbooks"),
    path("handbooks/<slug:handbook>/<int:number>/read/", acting.read, name="handbook-read"),
    path("handbooks/tasks/<int:change>/", acting.task, name="handbook-task"),
    path("handbooks/<slug:handbook>/new/", drafting.new, name="handbook-draft-new"),
    path("handbooks/drafts/<int:draft>/", drafting.one, name="handbook-draft"),
    path("handbooks/drafts/<int:draft>/setup/", drafting.setup, name="handbook-draft-setup"),
    path("handbooks/drafts/<int:draft>/chapter/", drafting.chapter, name="handbook-draft-chapter"),
    path(
        "handbooks/drafts/<int:draft>/chapter/<slug:name>/",
        drafting.chapter,
        name="handbook-draft-chapter",
    ),
    path(
        "handbooks/drafts/<int:draft>/requirement/",
        drafting.requirement,
        name="handbook-draft-requirement",
    ),
    path(
        "handbooks/drafts/<int:draft>/requirement/<slug:name>/",
        drafting.requirement,
        name="handbook-draft-requirement",
    ),
    path(
        "handbooks/drafts/<int:draft>/<slug:kind>/<slug:name>/take-out/",
        drafting.take_out,
        name="handbook-draft-take-out",
    ),
    path(
        "handbooks/drafts/<int:draft>/move/<slug:to>/",
        drafting.move,
        name="handbook-draft-move",
    ),
]
