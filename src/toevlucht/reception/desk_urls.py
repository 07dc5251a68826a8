"""The addresses of the register of places and of keeping route cards, below the desk."""

from django.urls import path

from toevlucht.reception.pages import households, places, route_cards

urlpatterns = [
    path("places/", places.list_places, name="places"),
    path("places/new/", places.new_place, name="new-place"),
    path("places/<slug:code>/", places.one_place, name="place"),
    path("places/<slug:code>/state/<slug:state>/", places.set_place_state, name="place-state"),
    path("places/<slug:code>/card/", route_cards.of_location, name="card-of-location"),
    path("places/<slug:code>/contact/<slug:kind>/", route_cards.change, name="contact-of-location"),
    path("households/", households.list_all, name="households"),
    path("households/new/", households.new_household, name="new-household"),
    path("households/<slug:code>/", households.one_household, name="household"),
    path("route-card/", route_cards.keep, name="keep-route-card"),
    path("route-card/<slug:kind>/", route_cards.change, name="contact-of-area"),
    path("route-card/<int:pk>/confirm/", route_cards.confirm, name="confirm-contact"),
    path("route-card/<int:pk>/remove/", route_cards.remove, name="remove-contact"),
]
