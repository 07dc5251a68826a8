"""The addresses where somebody who is logged in reports, and finds the own reports."""

from django.urls import path

from toevlucht.signals import addresses  # noqa: F401  # its references are known from there
from toevlucht.signals.pages import own_reports, report_files

urlpatterns = [
    path("report/", own_reports.report_at_desk, name="report-at-desk"),
    path("report/file/", report_files.send_file, name="report-file-send"),
    path("report/file/template.csv", report_files.file_template, name="report-file-template"),
    path("my-reports/", own_reports.my_reports, name="my-reports"),
    path("my-reports/<reference:reference>/", own_reports.my_report, name="my-report"),
]
