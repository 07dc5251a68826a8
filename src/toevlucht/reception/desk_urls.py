"""The addresses of the register of places and of keeping route cards, below the desk."""

from django.urls import path

from toevlucht.reception.pages import (
    host_steps,
    hostings,
    households,
    inspections,
    places,
    route_cards,
)

urlpatterns = [
    path("places/", places.list_places, name="places"),
    path("places/new/", places.new_place, name="new-place"),
    path("places/<slug:code>/", places.one_place, name="place"),
    path("places/<slug:code>/state/<slug:state>/", places.set_place_state, name="place-state"),
    path("places/<slug:code>/card/", route_cards.of_location, name="card-of-location"),
    path("places/<slug:code>/contact/<slug:kind>/", route_cards.change, name="contact-of-location"),
    path("places/<slug:code>/inspections/", inspections.of_location, name="place-inspections"),
    path("inspections/", inspections.own_rounds, name="inspections"),
    path("inspections/worker.js", inspections.worker, name="inspection-worker"),
    path("inspections/<slug:code>/", inspections.one_inspection, name="inspection"),
    path("inspections/<slug:code>/round/", inspections.walk, name="round"),
    path("inspections/<slug:code>/key/", inspections.device_key, name="round-key"),
    path(
        "inspections/<slug:code>/photo/<slug:requirement>/<int:number>/",
        inspections.photo,
        name="inspection-photo",
    ),
    path("improvements/", inspections.list_improvements, name="improvements"),
    path("improvements/<slug:code>/", inspections.one_improvement, name="improvement"),
    path("households/", households.list_all, name="households"),
    path("households/new/", households.new_household, name="new-household"),
    path("households/enter/", households.enter_household, name="enter-household"),
    path(
        "households/<slug:code>/inspections/",
        inspections.of_household,
        name="household-inspections",
    ),
    path("households/<slug:code>/", households.one_household, name="household"),
    path("households/<slug:code>/details/", households.change_household, name="change-household"),
    path("households/<slug:code>/offer/", host_steps.set_offer, name="host-offer"),
    path("households/<slug:code>/take-over/", host_steps.take_over, name="take-over-household"),
    path("households/<slug:code>/step/<slug:kind>/", host_steps.record_step, name="host-step"),
    path("households/<slug:code>/adults/", host_steps.add_adult, name="add-host-adult"),
    path(
        "households/<slug:code>/adults/<slug:adult>/certificate/",
        host_steps.record_certificate,
        name="host-certificate",
    ),
    path(
        "households/<slug:code>/adults/<slug:adult>/left/",
        host_steps.adult_left,
        name="host-adult-left",
    ),
    path("households/<slug:code>/match/", hostings.match, name="match-household"),
    path("hostings/<slug:code>/", hostings.one_hosting, name="hosting"),
    path("hostings/<slug:code>/agreement/", hostings.agree, name="host-agreement"),
    path("hostings/<slug:code>/conversation/", hostings.follow_up, name="host-conversation"),
    path("hostings/<slug:code>/way-out/", hostings.ask_way_out, name="way-out"),
    path("hostings/<slug:code>/go-on/", hostings.go_on, name="go-on-hosting"),
    path("hostings/<slug:code>/end/", hostings.end, name="end-hosting"),
    path("route-card/", route_cards.keep, name="keep-route-card"),
    path("route-card/<slug:kind>/", route_cards.change, name="contact-of-area"),
    path("route-card/<int:pk>/confirm/", route_cards.confirm, name="confirm-contact"),
    path("route-card/<int:pk>/remove/", route_cards.remove, name="remove-contact"),
]
