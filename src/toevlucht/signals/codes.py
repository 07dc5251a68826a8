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

# Three acts, kept apart: a statistic without names, a person's case, a request for shelter or care.
ACTS = ("registration", "referral", "care_request")

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

# Why an organisation has a report on its desk.
GROUNDS_TO_READ = ("handling", *ACTS)

RUMOUR_STATES = ("collecting", "verifying", "answered", "dropped")
JUDGEMENTS = ("yes", "no", "unsure")
