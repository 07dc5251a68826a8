"""The addresses of the ledger: locations, families, children and tasks, below the desk."""

from django.urls import path

from toevlucht.reception.pages import doors, families, guests, ledgers

AT = "places/<slug:code>/"

urlpatterns = [
    path(AT + "ledger/", ledgers.ledger, name="location-ledger"),
    path(AT + "arrivals/", ledgers.flows, {"flow": "arrivals"}, name="arrivals"),
    path(AT + "departures/", ledgers.flows, {"flow": "departures"}, name="departures"),
    path(AT + "arrive/<slug:family>/", doors.arrive, name="arrive"),
    path(AT + "depart/", doors.depart, name="depart"),
    path(AT + "move/<slug:person>/", doors.move, name="move"),
    path(AT + "refuse/", doors.refuse, name="refuse"),
    path(AT + "count/", doors.count, name="count-heads"),
    path(AT + "rooms/new/", doors.add_room, name="add-room"),
    path(AT + "heads/", doors.head_places, name="head-places"),
    path(AT + "check/", doors.check, name="check-location"),
    path(AT + "closing/", doors.start_closing, name="start-closing"),
    path(AT + "beds/<slug:bed>/", doors.bed, name="bed"),
    path(AT + "beds/<slug:bed>/block/", doors.block, name="block-bed"),
    path(AT + "beds/<slug:bed>/reserve/", doors.reserve, name="reserve-bed"),
    path(AT + "beds/<slug:bed>/do/<slug:change>/", doors.change_bed, name="change-bed"),
    path(AT + "absence/<slug:person>/<slug:state>/", doors.absence, name="absence"),
    path("households/<slug:code>/guests/", guests.guests, name="guests"),
    path("households/<slug:code>/arrive/<slug:family>/", guests.arrive, name="arrive-at-household"),
    path("households/<slug:code>/depart/", guests.depart, name="depart-from-household"),
    path("families/", families.list_all, name="families"),
    path("families/new/", families.new_family, name="new-family"),
    path("families/<slug:code>/", families.one_family, name="family"),
    path("families/<slug:code>/people/new/", families.add_person, name="add-resident"),
    path("residents/<slug:code>/", families.one_person, name="resident"),
    path("residents/<slug:code>/age/", families.establish_age, name="resident-age"),
    path("residents/<slug:code>/stay/", families.change_kind, name="resident-stay"),
    path("residents/<slug:code>/relation/", families.state_relation, name="state-relation"),
    path("relations/<slug:code>/document/", families.check_document, name="check-document"),
    path("relations/<slug:code>/withdraw/", families.withdraw_relation, name="withdraw-relation"),
    path("children/", families.children, name="children"),
    path("reception-tasks/", families.list_tasks, name="reception-tasks"),
    path("reception-tasks/<slug:code>/take/", families.take_task, name="take-task"),
    path("reception-tasks/<slug:code>/done/", families.finish_task, name="finish-task"),
]
