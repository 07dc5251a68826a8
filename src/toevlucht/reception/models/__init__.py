"""What is known of places of reception, as little as reports need."""

from toevlucht.reception.models.hosts import HostAdult, HostCertificate, HostOffer, HostStep
from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.reception.models.route_cards import RouteContact

__all__ = [
    "HostAdult",
    "HostCertificate",
    "HostHousehold",
    "HostOffer",
    "HostStep",
    "Location",
    "RouteContact",
]
