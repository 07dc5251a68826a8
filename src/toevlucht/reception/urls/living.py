"""The addresses of incidents, services and house rules, below the desk."""

from django.urls import path

from toevlucht.reception.pages import house_rules, incidents, services

AT = "places/<slug:code>/"

urlpatterns = [
    path(AT + "incidents/", incidents.of_location, name="place-incidents"),
    path(AT + "incidents/new/", incidents.new_incident, name="new-incident"),
    path("incidents/", incidents.open_list, name="incidents"),
    path("incidents/<slug:code>/", incidents.one_incident, name="incident"),
    path(
        "incidents/<slug:code>/steps/<int:number>/done/",
        incidents.finish_step,
        name="incident-step-done",
    ),
    path(AT + "services/", services.at_location, name="place-services"),
    path("services/", services.in_municipality, name="services"),
    path("families/<slug:code>/services/", services.of_family, name="family-services"),
    path("families/<slug:code>/services/<slug:service>/", services.for_family, name="take-service"),
    path("residents/<slug:code>/school/", services.school, name="take-school"),
    path(AT + "rules/", house_rules.of_location, name="house-rules"),
    path(AT + "rules/new/", house_rules.publish, name="publish-house-rules"),
    path(AT + "rules/<int:number>/", house_rules.version, name="house-rules-version"),
    path(AT + "rules/hand-out/<slug:family>/", house_rules.hand_out, name="hand-out-rules"),
]
