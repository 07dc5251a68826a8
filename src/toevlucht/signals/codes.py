"""The closed lists of this room. Their words stand in ``content/texts`` under the same names.

Belief, progress and outcome are three things and never one field.
"""

from __future__ import annotations

# How a report came in.
CHANNELS = ("page", "desk", "phone", "api", "file")

# From whom it came; how long it may be kept hangs on it.
ORIGINS = ("public", "reporter", "partner", "police")

# What it is about, as far as whoever reports can tell. A guideline for help and advice, no score.
SITUATIONS = (
    "recruiting",
    "work",
    "sex",
    "crime",
    "begging",
    "housing",
    "child",
    "documents",
    "violence",
    "other",
    "unknown",
)

# Whether it is about somebody who works where it would otherwise be sent.
CONCERNS = ("nobody", "location", "municipality", "partner", "unknown")

PLACE_KINDS = ("reception", "host_household", "station", "workplace", "online", "other", "unknown")

AGE_GROUPS = ("minor", "adult", "unknown")
SEXES = ("female", "male", "other", "unknown")
FIRST_HAND = ("seen", "told", "inferred", "unknown")

# How far the work is.
PROGRESS = ("received", "in_assessment", "referred", "with_partner", "closed")
OPEN_PROGRESS = PROGRESS[:-1]

# Why it was closed.
OUTCOMES = (
    "no_indications",
    "helped_otherwise",
    "investigation",
    "care_given",
    "merged",
    "too_little",
    "refuted",
    "not_for_us",
)

# What is done with a report by who handles it.
STEPS = ("assigned", "due_set", "started", "closed", "reopened", "held", "hold_lifted")

# Three acts, kept apart: a statistic without names, a person's case, a request for shelter or care.
ACTS = ("registration", "referral", "care_request")

# What may be passed on of the sealed part, each chosen by itself. Who must not see it never is.
PARTS = ("facts", "interpretation", "place", "persons", "contact")

# What a receiver is asked for, by act.
PURPOSES = {
    "registration": ("statistics",),
    "referral": ("investigate", "protect", "advise"),
    "care_request": ("shelter", "care"),
}

# What the person concerned said to passing it on.
CONSENTS = ("given", "given_by_guardian", "refused", "not_asked")
CONSENTED = ("given", "given_by_guardian")

# On what it may rest; since when, and from whom to whom, stands in the list of legal bases.
BASES = (
    "no_personal_data",
    "consent",
    "police_data",
    "inspection_data",
    "public_task",
    "vital_interest",
)

# Why a receiver does not take it, and why it gives it back after all.
REFUSALS = ("not_for_us", "no_capacity", "too_little", "wrong_basis")
HAND_BACKS = ("not_for_us", "no_capacity", "done")
REVOCATIONS = ("mistake", "no_longer_needed", "consent_withdrawn")

# What a receiver answers. After the first two more is to come.
ANSWERS_TO_COME = ("taken_up", "investigation")
ANSWERS = (
    *ANSWERS_TO_COME,
    "no_indications",
    "helped_otherwise",
    "care_given",
    "too_little",
    "registered",
)

# Why what somebody had no longer stands.
CORRECTIONS = ("lowered", "refuted", "answered")

# What a partner did with what it was sent.
REFERRAL_STATES = (
    "offered",
    "accepted",
    "refused",
    "answered",
    "handed_back",
    "revoked",
    "expired",
)

# States in which the receiver has it on its desk; in the first two it is asked for something.
STATES_TO_ANSWER = ("offered", "accepted")
LIVE_STATES = (*STATES_TO_ANSWER, "answered")
TAKEN_UP = ("accepted", "answered")

# Why an organisation has a report on its desk.
GROUNDS_TO_READ = ("handling", *ACTS)

RUMOUR_STATES = ("collecting", "verifying", "answered", "withdrawn", "dropped")
JUDGEMENTS = ("yes", "no", "unsure")
