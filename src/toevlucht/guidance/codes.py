"""The closed lists of guidance: where a requirement comes from, how it binds, for whom it is."""

from __future__ import annotations

from collections.abc import Mapping

# Where a requirement comes from.
PROVENANCES = (
    "law",
    "national",
    "hygiene",
    "fire",
    "european",
    "municipal",
    "partner",
    "own",
)
# How far it binds: the law, guidance of a ministry or service, a yardstick, an example, advice.
FORCES = ("binding", "guidance", "benchmark", "example", "advice")
# How we know it: read in the source, in another that tells of it, concluded by us, or not checked.
EVIDENCE = ("read", "second_hand", "inferred", "unchecked")
OCCASIONS = ("opening", "monthly", "after_incident", "home_visit")
# How a norm binds its value.
BOUNDS = ("least", "most", "exactly", "more_than")
UNITS = (
    "square_metres",
    "metres",
    "kilometres",
    "persons",
    "persons_per_toilet",
    "persons_per_shower",
    "beds_per_person",
    "cupboards_per_person",
    "families_per_room",
    "meals_per_day",
    "hours",
    "nights",
    "days",
    "weeks",
    "months",
    "percent",
)
AUDIENCES = ("location_manager", "municipality", "region", "host_coordinator", "host", "resident")

# Who must act on what changed for an audience: a role, at organisations of these kinds. Hosts
# and residents have no desk; their municipality tells them.
WHO_ACTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "location_manager": ("coordinator", frozenset({"municipality", "aid"})),
    "municipality": ("coordinator", frozenset({"municipality"})),
    "region": ("coordinator", frozenset({"region"})),
    "host_coordinator": ("coordinator", frozenset({"municipality", "aid"})),
    "host": ("coordinator", frozenset({"municipality"})),
    "resident": ("coordinator", frozenset({"municipality"})),
}
