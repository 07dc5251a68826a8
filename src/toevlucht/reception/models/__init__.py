"""Who is taken in and where: places, people, the ledger of their stays, and whom to turn to."""

from toevlucht.reception.models.balances import DayBalance, HeadCount
from toevlucht.reception.models.coordination import (
    LedgerPeriod,
    PlacesReason,
    SuppliedFigures,
    Target,
)
from toevlucht.reception.models.hostings import HostAgreement, Hosting, HostingStep, WayOut
from toevlucht.reception.models.hosts import HostAdult, HostCertificate, HostOffer, HostStep
from toevlucht.reception.models.house_rules import HouseRules, HouseRulesHandout
from toevlucht.reception.models.incidents import Incident, IncidentStep
from toevlucht.reception.models.inspections import (
    Improvement,
    Inspection,
    InspectionItem,
    InspectionPhoto,
)
from toevlucht.reception.models.oversight import LocationCheck, Task
from toevlucht.reception.models.people import Family, Person
from toevlucht.reception.models.placements import PlacementRun, Proposal, Wish
from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.reception.models.relations import Relation
from toevlucht.reception.models.rooms import Place, Room
from toevlucht.reception.models.route_cards import RouteContact
from toevlucht.reception.models.services import ServiceStep
from toevlucht.reception.models.stays import Refusal, Stay
from toevlucht.reception.models.transfers import Transfer, TransferFamily, TransferStep

__all__ = [
    "DayBalance",
    "Family",
    "HeadCount",
    "HostAdult",
    "HostAgreement",
    "HostCertificate",
    "HostHousehold",
    "HostOffer",
    "HostStep",
    "Hosting",
    "HostingStep",
    "HouseRules",
    "HouseRulesHandout",
    "Improvement",
    "Incident",
    "IncidentStep",
    "Inspection",
    "InspectionItem",
    "InspectionPhoto",
    "LedgerPeriod",
    "Location",
    "LocationCheck",
    "Person",
    "Place",
    "PlacementRun",
    "PlacesReason",
    "Proposal",
    "Refusal",
    "Relation",
    "Room",
    "RouteContact",
    "ServiceStep",
    "Stay",
    "SuppliedFigures",
    "Target",
    "Task",
    "Transfer",
    "TransferFamily",
    "TransferStep",
    "WayOut",
    "Wish",
]
