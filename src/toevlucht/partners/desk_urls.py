"""The addresses of people, organisations, keys and the own account, below the desk."""

from django.urls import path

from toevlucht.partners import (
    account_pages,
    agreement_pages,
    api_key_pages,
    organisation_pages,
    people_pages,
    roster_pages,
)

urlpatterns = [
    path("people/", people_pages.list_people, name="people"),
    path("people/invite/<slug:code>/", people_pages.invite_person, name="invite"),
    path("people/<int:pk>/", people_pages.one_person, name="person"),
    path("people/<int:pk>/close/", people_pages.close_person, name="close-person"),
    path("people/<int:pk>/link/", people_pages.start_person_anew, name="start-person-anew"),
    path("organisations/", organisation_pages.list_organisations, name="organisations"),
    path("organisations/<slug:code>/", organisation_pages.one_organisation, name="organisation"),
    path("agreements/", agreement_pages.list_agreements, name="agreements"),
    path("agreements/new/", agreement_pages.make_agreement, name="make-agreement"),
    path("agreements/<int:pk>/end/", agreement_pages.end_agreement, name="end-agreement"),
    path("api-keys/", api_key_pages.list_api_keys, name="api-keys"),
    path("api-keys/<int:pk>/withdraw/", api_key_pages.withdraw_api_key, name="withdraw-api-key"),
    path("roster/", roster_pages.list_roster, name="roster"),
    path("roster/new/", roster_pages.add_to_roster, name="add-to-roster"),
    path("roster/<slug:code>/", roster_pages.change_entry, name="change-roster-entry"),
    path("roster/<slug:code>/end/", roster_pages.end_entry, name="end-roster-entry"),
    path("account/", account_pages.my_account, name="my-account"),
    path("account/sessions/", account_pages.end_other_sessions, name="end-other-sessions"),
]
