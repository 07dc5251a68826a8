"""The addresses of news: an item's stays, and a number in one is a version that never changes."""

from django.urls import path

from toevlucht.news.pages import reading, subscribing

urlpatterns = [
    path("news/", reading.listed, name="news"),
    path("news/archive/", reading.archived, name="news-archive"),
    path("news/news.atom", reading.feed, name="news-feed"),
    path("news/<slug:slug>/", reading.item, name="news-item"),
    path("news/<slug:slug>/v<int:number>/", reading.item, name="news-version"),
    path("news/<slug:slug>/v<int:number>/changes/", reading.changes, name="news-changes"),
    path("rumours/", reading.rumours, name="answered-rumours"),
    path("rumours/<slug:reference>/", reading.rumour, name="answered-rumour"),
    path("newsletter/", subscribing.newsletter, name="newsletter"),
    path("newsletter/<int:number>/", subscribing.issue, name="newsletter-issue"),
    path("newsletter/confirm/<slug:token>/", subscribing.confirm, name="confirm-subscription"),
    path("newsletter/leave/<slug:token>/", subscribing.leave, name="end-subscription"),
]
