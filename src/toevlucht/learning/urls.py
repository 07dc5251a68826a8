"""The addresses of courses and certificates, for everybody and for a guest."""

from django.urls import path

from toevlucht.learning.pages import certificates, everybody, packages
from toevlucht.learning.step_urls import steps

AT = "<slug:code>/at/<slug:place>/"
MINE = "<slug:code>/mine/<slug:token>/"

urlpatterns = [
    path("courses/", everybody.listed, name="courses"),
    path("courses/packages/", packages.listed, name="course-packages"),
    path("courses/packages/<slug:code>.zip", packages.package, name="course-package"),
    path("courses/worker.js", everybody.worker, name="course-worker"),
    *[
        entry
        for prefix, ending in ((f"courses/{AT}", "-at"), ("courses/<slug:code>/", ""))
        for entry in (
            path(prefix, everybody.course, name=f"course{ending}"),
            path(f"{prefix}begin/", everybody.begin, name=f"begin-course{ending}"),
            path(f"{prefix}offline.json", everybody.offline, name=f"course-offline{ending}"),
        )
    ],
    path(f"courses/{MINE}", everybody.guest_course, name="guest-course"),
    path(f"courses/{MINE}certificate/", everybody.guest_certificate, name="guest-certificate"),
    path(f"courses/{MINE}refresh/", everybody.guest_refresh, name="guest-refresh"),
    *steps(f"courses/{MINE}", everybody.guest_step),
    *steps(f"courses/{AT}", everybody.step),
    *steps("courses/<slug:code>/", everybody.step),
    path("certificates/<slug:code>/", certificates.verify, name="certificate"),
]
