"""The address of the follow-up of reports."""

from django.urls import path

from toevlucht.signals.pages.follow_up import follow_up_page

urlpatterns = [path("follow-up/", follow_up_page, name="follow-up")]
