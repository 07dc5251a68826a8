"""The addresses of targets, figures, place-days and transfers, below the desk."""

from django.urls import path

from toevlucht.reception.pages import placing
from toevlucht.reception.pages.coordination import (
    figures,
    place_days,
    supplying,
    targets,
    transfers,
)

urlpatterns = [
    path("figures/", figures.own_figures, name="own-figures"),
    path("figures/supply/", supplying.supply_figures, name="supply-figures"),
    path("figures/supply/file/", supplying.supply_file, name="supply-file"),
    path("figures/supply/figures.<slug:suffix>", supplying.file_template, name="supply-template"),
    path("figures/ledger/<slug:step>/", supplying.keep_ledger, name="keep-ledger"),
    path("figures/<slug:area>/", figures.figures, name="figures"),
    path("figures/<slug:area>/figures.csv", figures.figures_file, name="figures-file"),
    path("figures/<slug:area>/supplied/", supplying.list_revisions, name="figures-supplied"),
    path("figures/<slug:area>/place-days/", place_days.list_place_days, name="place-days"),
    path(
        "figures/<slug:area>/place-days/place-days.csv",
        place_days.place_days_file,
        name="place-days-file",
    ),
    path("places/<slug:code>/why/<slug:day>/", place_days.say_why, name="places-why"),
    path("placement/", placing.overview, name="placement"),
    path("placement/make/", placing.make, name="make-placement"),
    path("placement/family/<slug:code>/", placing.one_family, name="family-wishes"),
    path("placement/family/<slug:code>/choose/", placing.choose, name="choose-place"),
    path("placement/<slug:reference>/", placing.one_proposal, name="proposal"),
    path("placement/<slug:reference>/<slug:side>/", placing.answer, name="answer-proposal"),
    path("targets/", targets.list_targets, name="targets"),
    path("targets/set/", targets.set_target, name="set-target"),
    path("targets/fair-share/", targets.fair_share, name="fair-share"),
    path("targets/fair-share/keep/", targets.keep_fair_share, name="keep-fair-share"),
    path("targets/<slug:area>/", targets.list_targets, name="targets-of"),
    path("transfers/", transfers.list_all, name="transfers"),
    path("transfers/new/", transfers.new_transfer, name="new-transfer"),
    path("transfers/<slug:reference>/", transfers.one_transfer, name="transfer"),
    path("transfers/<slug:reference>/<slug:step>/", transfers.take_step, name="transfer-step"),
]
