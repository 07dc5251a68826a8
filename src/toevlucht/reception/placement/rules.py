"""The hard rules, each with its name: which families may live in which places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from toevlucht.reception.placement.instance import Families, Flags, Sexes
from toevlucht.reception.placement.places import MOST_ROOMS, Places, rooms_needed

Rule = Callable[[Families, Places], Flags]


def _open(families: Families, places: Places) -> Flags:
    """A location is open, and its owner and operator were checked."""
    return _of_places(places.open)


def _certificate(families: Families, places: Places) -> Flags:
    """Every adult in a household has a certificate of conduct."""
    return _of_places(places.certificate)


def _visit(families: Families, places: Places) -> Flags:
    """Somebody visited the home."""
    return _of_places(places.visit)


def _household(families: Families, places: Places) -> Flags:
    """Only who said yes to it lives in a household."""
    return _of_families(families.takes_household) | _of_places(~places.household)


def _guardianship(families: Families, places: Places) -> Flags:
    """A child without a verified adult lives where guardianship is arranged, and nobody else."""
    return np.equal(_of_families(families.unverified_child), _of_places(places.guardianship))


def _beds(families: Families, places: Places) -> Flags:
    """The family fits whole: in a room, or in a few rooms that are alike with an adult in each."""
    rooms = rooms_needed(families, places)
    most = np.minimum(MOST_ROOMS, np.maximum(families.adults, 1))[:, None]
    several = (rooms <= most) & (rooms <= places.count[None, :]) & _of_places(~places.household)
    left = families.people[:, None] <= (places.beds - places.taken)[None, :]
    return np.where(_of_places(places.taken > 0), left, (rooms == 1) | several)


def _sharing(families: Families, places: Places) -> Flags:
    """Nobody shares a room with strangers against their wish."""
    return _of_families(families.shares_room) | _of_places(places.taken == 0)


def _sexes(families: Families, places: Places) -> Flags:
    """The household, or the shared room, was offered for the family's adults."""
    offered = places.sexes[None, :]
    return np.equal(offered, Sexes.ANY) | np.equal(offered, families.sexes[:, None])


def _children(families: Families, places: Places) -> Flags:
    """The household said yes to children, where the family has any."""
    return _of_families(np.equal(families.adults, families.people)) | _of_places(places.children)


def _step_free(families: Families, places: Places) -> Flags:
    """Who cannot climb steps gets a place without them."""
    return _of_families(~families.step_free) | _of_places(places.step_free)


def _pets(families: Families, places: Places) -> Flags:
    """A pet goes where pets may stay."""
    return _of_families(~families.pets) | _of_places(places.takes_pets)


def _allergy(families: Families, places: Places) -> Flags:
    """Who is allergic goes where no pets are."""
    return _of_families(~families.allergic) | _of_places(~places.has_pets)


def _stay(families: Families, places: Places) -> Flags:
    """The place lasts as long as the stay must be."""
    return np.less_equal(families.shortest_stay[:, None], places.lasts[None, :])


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "open": _open,
        "certificate": _certificate,
        "visit": _visit,
        "household": _household,
        "guardianship": _guardianship,
        "beds": _beds,
        "sharing": _sharing,
        "sexes": _sexes,
        "children": _children,
        "step_free": _step_free,
        "pets": _pets,
        "allergy": _allergy,
        "stay": _stay,
    }
)


def allowed(families: Families, places: Places) -> Flags:
    """Which family may live in which place by every rule: shape (families, places)."""
    found = np.ones((len(families), len(places)), bool)
    for rule in RULES.values():
        found &= rule(families, places)
    return found


def _of_families(flags: Flags) -> Flags:
    return flags[:, None]


def _of_places(flags: Flags) -> Flags:
    return flags[None, :]
