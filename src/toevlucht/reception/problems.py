"""Why something cannot be done with a location or its people: a code that a page has words for."""

from __future__ import annotations

PROBLEMS = (
    "not_open",
    "place_taken",
    "place_unknown",
    "full",
    "stays_elsewhere",
    "nobody_chosen",
    "still_to_come",
    "before_arrival",
    "child_without_adult",
    "no_words",
    "host_not_suitable",
    "somebody_was_first",
    "people_stay",
    "no_places",
    "not_checked",
    "check_failed",
    "place_in_use",
    "name_taken",
    "wrong_dates",
    "not_a_minor",
    "relation_stands",
    "age_needs_proof",
    "no_independent_contact",
    "steps_open",
    "step_taken",
    "no_rules",
)


class CannotDo(Exception):
    """``problem`` is one of `PROBLEMS`; ``people`` are the codes of whom it is about."""

    def __init__(self, problem: str, people: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.people = people
