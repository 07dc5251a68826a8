"""The addresses of courses for who is logged in."""

from django.urls import path

from toevlucht.learning.pages import desk, elsewhere, host_completions
from toevlucht.learning.pages.certificates import revoke_certificate
from toevlucht.learning.pages.coverage import coverage
from toevlucht.learning.pages.teams import enrol
from toevlucht.learning.step_urls import steps

urlpatterns = [
    path("courses/", desk.my_courses, name="my-courses"),
    path("courses/coverage/", coverage, name="course-coverage"),
    path("courses/elsewhere/", elsewhere.listed, name="completions"),
    path("courses/elsewhere/file/", elsewhere.send_completions, name="completions-file"),
    path(
        "courses/elsewhere/file/completions.<slug:suffix>",
        elsewhere.template_of_completions,
        name="completions-template",
    ),
    path(
        "courses/elsewhere/<slug:reference>/withdraw/",
        elsewhere.withdraw_completion,
        name="withdraw-completion",
    ),
    path("courses/revoke/", revoke_certificate, name="revoke-certificate"),
    path("courses/<slug:code>/", desk.my_course, name="my-course"),
    path("courses/<slug:code>/certificate/", desk.my_certificate, name="my-certificate"),
    path("courses/<slug:code>/refresh/", desk.my_refresh, name="refresh-course"),
    path("households/<slug:code>/courses/", host_completions.note, name="note-host-course"),
    path(
        "households/<slug:code>/courses/<slug:reference>/withdraw/",
        host_completions.withdraw,
        name="withdraw-host-course",
    ),
    path("teams/<slug:place>/<slug:code>/", enrol, name="enrol-team"),
    *steps("courses/<slug:code>/", desk.my_step),
]
