"""The addresses of tables for others at the desk: planned by the centre, read by partners."""

from django.urls import path

from toevlucht.picture.pages import releasing
from toevlucht.picture.release_addresses import TABLE

to_plan = f"tables/{TABLE}"

urlpatterns = [
    path("tables/", releasing.tables, name="tables-for-others"),
    path("tables/for-partners/", releasing.for_partners, name="partners-tables"),
    path(f"tables/for-partners/{TABLE}", releasing.partners_table, name="partners-table"),
    path(
        f"tables/for-partners/{TABLE}table.csv",
        releasing.partners_file,
        name="partners-table-file",
    ),
    path(to_plan, releasing.plan, name="plan-table"),
    path(f"{to_plan}<audience:audience>/propose/", releasing.propose, name="propose-table"),
    path(f"{to_plan}<audience:audience>/decide/", releasing.decide, name="decide-table"),
    path(f"{to_plan}<audience:audience>/drop/", releasing.drop, name="drop-table"),
    path(f"{to_plan}<audience:audience>/withdraw/", releasing.withdraw, name="withdraw-table"),
]
