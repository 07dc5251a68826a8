"""The addresses of logging in and out, and of the second factor."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls")), path("", include("allauth.mfa.urls"))]
