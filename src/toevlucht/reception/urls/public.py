"""The addresses of the route cards that everybody may read."""

from django.urls import path

from toevlucht.reception.pages import route_cards

urlpatterns = [
    path("", route_cards.choose_municipality, name="route-cards"),
    path("<slug:municipality>/", route_cards.of_municipality, name="route-card"),
]
