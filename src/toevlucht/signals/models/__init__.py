"""What is kept of reports and of the work on them."""

from toevlucht.signals.models.assessments import (
    Assessment,
    Judgement,
    Signal,
    SignalLink,
)
from toevlucht.signals.models.conversation import Attachment, Message
from toevlucht.signals.models.corrections import Correction, EmergencyReading
from toevlucht.signals.models.desks import DeskEntry, Exclusion, HiddenReference, SavedFilter
from toevlucht.signals.models.follow_up import FollowUp
from toevlucht.signals.models.receiving import ProgramCall, Receipt, ReceiptVisits, UsedToken
from toevlucht.signals.models.reports import Report, SealedPart
from toevlucht.signals.models.retention import Destruction, RetentionRule
from toevlucht.signals.models.rumours import Rumour, Teller
from toevlucht.signals.models.sharing import (
    OneTimeLink,
    Recipient,
    Referral,
    ReferralStep,
    SharedFile,
    SharedPart,
)
from toevlucht.signals.models.steps import Step

__all__ = [
    "Assessment",
    "Attachment",
    "Correction",
    "DeskEntry",
    "Destruction",
    "EmergencyReading",
    "Exclusion",
    "FollowUp",
    "HiddenReference",
    "Judgement",
    "Message",
    "OneTimeLink",
    "ProgramCall",
    "Receipt",
    "ReceiptVisits",
    "Recipient",
    "Referral",
    "ReferralStep",
    "Report",
    "RetentionRule",
    "Rumour",
    "SavedFilter",
    "SealedPart",
    "SharedFile",
    "SharedPart",
    "Signal",
    "SignalLink",
    "Step",
    "Teller",
    "UsedToken",
]
