"""The addresses of the desks for contributions and for series that rest."""

from django.urls import path

from toevlucht.picture.pages import (
    contributing,
    contribution_readers,
    emergency,
    sending,
    series_desk,
    shared_reports,
)

one = "contributions/<int:number>/"
under_glass = "break-glass/<slug:code>/contributions/"

urlpatterns = [
    path("contributions/", contributing.contributions, name="contributions"),
    path("contributions/send/", sending.send, name="send-contribution"),
    path("contributions/send/tables/", sending.send_tables, name="send-tables"),
    path("contributions/nothing/", sending.nothing, name="report-nothing"),
    path("contributions/from-reports/", shared_reports.pack, name="pack-shared-reports"),
    path("contributions/packages/<int:number>/", sending.package, name="contribution-package"),
    path(one, contributing.contribution, name="contribution"),
    path(f"{one}file/", contributing.package_file, name="contribution-file"),
    path(f"{one}rows/<slug:table>/", contributing.rows, name="contribution-rows"),
    path(f"{one}readers/", contribution_readers.readers, name="contribution-readers"),
    path(f"{one}withdraw/", contributing.withdraw, name="withdraw-contribution"),
    path(f"{one}into/<int:version>/", contributing.trace, name="contribution-trace"),
    path(f"{one}into/<int:version>/follow/", contributing.follow, name="follow-contribution"),
    path(under_glass, emergency.contributions, name="emergency-contributions"),
    path(f"{under_glass}<int:number>/", emergency.contribution, name="emergency-contribution"),
    path(f"{under_glass}<int:number>/file/", emergency.package_file, name="emergency-file"),
    path(f"{under_glass}<int:number>/rows/<slug:table>/", emergency.rows, name="emergency-rows"),
    path("watching/", series_desk.watching, name="watching"),
    path("watching/<slug:series>/", series_desk.watched, name="watched-series"),
    path("watching/<slug:series>/suspend/", series_desk.suspend, name="suspend-series"),
    path("watching/<slug:series>/resume/", series_desk.resume, name="resume-series"),
]
