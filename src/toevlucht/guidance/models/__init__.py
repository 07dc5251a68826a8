"""What exists of guidance: handbooks as published, drafts of them, what is found and who acted."""

from toevlucht.guidance.models.acting import ChangeAnswer, LastRead
from toevlucht.guidance.models.drafts import Draft, DraftPart, DraftStep
from toevlucht.guidance.models.published import Change, Chapter, Handbook, Requirement, Version
from toevlucht.guidance.models.searching import Gram, Occurrence, Passage, Word

__all__ = [
    "Change",
    "ChangeAnswer",
    "Chapter",
    "Draft",
    "DraftPart",
    "DraftStep",
    "Gram",
    "Handbook",
    "LastRead",
    "Occurrence",
    "Passage",
    "Requirement",
    "Version",
    "Word",
]
