"""What the picture keeps: what partners sent, editions in the making, and what was published."""

from toevlucht.picture.models.contributions import Contribution, Package, Trace
from toevlucht.picture.models.draft_review import Answer, Comment, DraftBuild
from toevlucht.picture.models.draft_words import DraftJudgement, DraftText
from toevlucht.picture.models.drafts import Draft, DraftStep, Invitation
from toevlucht.picture.models.partners_rendition import (
    Opening,
    PartnersFile,
    PartnersRendition,
    PartnersVersion,
    Recipient,
)
from toevlucht.picture.models.published import (
    COUNTING_MODES,
    KINDS,
    Edition,
    EditionVersion,
    PublishedFile,
    Rendition,
    Series,
)
from toevlucht.picture.models.releases import (
    PrivacyLedger,
    PrivacyPayment,
    ReleaseProposal,
    ReleaseWithdrawal,
    TableRelease,
)
from toevlucht.picture.models.suspension import Look, Suspension

__all__ = [
    "COUNTING_MODES",
    "KINDS",
    "Answer",
    "Comment",
    "Contribution",
    "Draft",
    "DraftBuild",
    "DraftJudgement",
    "DraftStep",
    "DraftText",
    "Edition",
    "EditionVersion",
    "Invitation",
    "Look",
    "Opening",
    "Package",
    "PartnersFile",
    "PartnersRendition",
    "PartnersVersion",
    "PrivacyLedger",
    "PrivacyPayment",
    "PublishedFile",
    "Recipient",
    "ReleaseProposal",
    "ReleaseWithdrawal",
    "Rendition",
    "Series",
    "Suspension",
    "TableRelease",
    "Trace",
]
