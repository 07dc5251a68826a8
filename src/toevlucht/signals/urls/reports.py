"""The addresses of one report, and of what is done with it."""

from django.urls import path

from toevlucht.signals import addresses  # noqa: F401  # its references are known from there
from toevlucht.signals.pages import (
    assessing,
    files,
    handling,
    history,
    linking,
    readers,
    report,
    retention,
)

one = "reports/<reference:reference>/"

urlpatterns = [
    path(one, report.report, name="report"),
    path(f"{one}readers/", readers.readers, name="report-readers"),
    path(f"{one}history/", history.happened, name="report-history"),
    path(f"{one}files/<int:number>/", files.clean_copy, name="report-file"),
    path(f"{one}files/<int:number>/original/", files.original, name="report-original"),
    path(f"{one}take/", handling.take, name="report-take"),
    path(f"{one}assign/", handling.assign, name="report-assign"),
    path(
        f"{one}keep-from/organisation/",
        handling.keep_from_other,
        name="report-keep-from-organisation",
    ),
    path(f"{one}keep-from/", handling.keep_from, name="report-keep-from"),
    path(f"{one}due/", handling.set_due, name="report-due"),
    path(f"{one}start/", handling.start, name="report-start"),
    path(f"{one}assess/", assessing.assess, name="report-assess"),
    path(f"{one}hold/", retention.hold, name="report-hold"),
    path(f"{one}close/", handling.close, name="report-close"),
    path(f"{one}reopen/", handling.reopen, name="report-reopen"),
    path(f"{one}alike/", linking.alike, name="report-alike"),
    path(f"{one}alike/judge/", linking.judge, name="report-judge"),
    path(f"{one}alike/take-back/", linking.take_back, name="report-take-back"),
    path(f"{one}unlink/", linking.unlink, name="report-unlink"),
    path(f"{one}same-teller/", linking.same_teller, name="report-same-teller"),
    path("signals/<reference:reference>/", linking.signal, name="signal"),
]
