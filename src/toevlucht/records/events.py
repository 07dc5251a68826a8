"""What may stand in the audit trail: one closed list of events, each with its purpose and ground.

An event that changes something is recorded with ``record_change``, every other with
``record_read``. A room that needs an event adds a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Why something is done: to make the picture, to protect people, to decide who comes in, to answer
# for what was done, or to keep the records safe from loss.
PURPOSES = ("picture", "protection", "access", "accountability", "continuity")

# On what it rests: the agreement of the partners; a public task (GDPR, article 6, under 1e); the
# duty to secure (article 32); the duty to answer for it (article 5, second paragraph).
GROUNDS = ("covenant", "public_task", "security", "accountability")

# Under a break-glass its reason is the ground.
BREAK_GLASS_REASONS = ("danger_to_life", "court_order", "lost_access")


@dataclass(frozen=True)
class Event:
    """Why something happens, on what it rests, and whether it changes anything."""

    purpose: str
    ground: str
    is_change: bool


EVENTS: Mapping[str, Event] = {
    # Refusals of a page that the viewer may not open
    "page.opened": Event("access", "security", False),
    # People, and who they are
    "person.logged_in": Event("access", "security", False),
    "person.login_failed": Event("access", "security", False),
    "person.logged_out": Event("access", "security", False),
    "person.second_factor_added": Event("access", "security", True),
    "person.second_factor_removed": Event("access", "security", True),
    "person.invited": Event("access", "security", True),
    "person.changed": Event("access", "security", True),
    "person.closed": Event("access", "security", True),
    "person.role_given": Event("access", "security", True),
    "person.role_taken": Event("access", "security", True),
    "people.listed": Event("access", "security", False),
    "person.read": Event("access", "security", False),
    "organisation.added": Event("access", "security", True),
    "organisation.changed": Event("access", "security", True),
    "organisations.listed": Event("access", "security", False),
    "agreement.made": Event("access", "covenant", True),
    "agreement.ended": Event("access", "covenant", True),
    "agreements.listed": Event("access", "security", False),
    "api_key.made": Event("access", "security", True),
    "api_key.withdrawn": Event("access", "security", True),
    "api_keys.listed": Event("access", "security", False),
    # The trail itself
    "audit.read": Event("accountability", "accountability", False),
    "audit.searched": Event("accountability", "accountability", False),
    "audit.exported": Event("accountability", "accountability", False),
    "audit.own_read": Event("accountability", "accountability", False),
    "break_glass.opened": Event("picture", "covenant", True),
    "break_glass.read": Event("picture", "covenant", False),
    # What partners send
    "contribution.taken": Event("picture", "covenant", True),
    "contribution.refused": Event("picture", "covenant", False),
    "contribution.nil": Event("picture", "covenant", True),
    "contribution.read": Event("picture", "covenant", False),
    "contributions.listed": Event("picture", "covenant", False),
    "contribution.downloaded": Event("picture", "covenant", False),
    "contribution.traced": Event("picture", "covenant", False),
    "contribution.withdrawn": Event("picture", "covenant", True),
    "series.opened": Event("picture", "covenant", True),
    "shared_reports.asked": Event("picture", "covenant", True),
    "series.suspended": Event("picture", "covenant", True),
    "series.resumed": Event("picture", "covenant", True),
    "trigger.read": Event("picture", "covenant", False),
    # Drafts of an edition
    "draft.opened": Event("picture", "covenant", True),
    "draft.read": Event("picture", "covenant", False),
    "drafts.listed": Event("picture", "covenant", False),
    "draft.text_changed": Event("picture", "covenant", True),
    "draft.judgement_changed": Event("picture", "covenant", True),
    "draft.setup_changed": Event("picture", "covenant", True),
    "draft.state_changed": Event("picture", "covenant", True),
    "draft.previewed": Event("picture", "covenant", False),
    "draft.commented": Event("picture", "covenant", True),
    "draft.comment_resolved": Event("picture", "covenant", True),
    "draft.part_approved": Event("picture", "covenant", True),
    "draft.part_objected": Event("picture", "covenant", True),
    "draft.submitted": Event("picture", "covenant", True),
    "draft.published": Event("picture", "covenant", True),
    "draft.dropped": Event("picture", "covenant", True),
    "draft.exported": Event("picture", "covenant", False),
    "edition.published": Event("picture", "covenant", True),
    "rendition.read": Event("picture", "covenant", False),
    "rendition.downloaded": Event("picture", "covenant", False),
    # Places of reception, and whom to turn to from there
    "location.added": Event("protection", "public_task", True),
    "location.changed": Event("protection", "public_task", True),
    "location.read": Event("protection", "public_task", False),
    "locations.listed": Event("protection", "public_task", False),
    "household.added": Event("protection", "public_task", True),
    "household.changed": Event("protection", "public_task", True),
    "household.read": Event("protection", "public_task", False),
    "household.taken_over": Event("protection", "public_task", True),
    "household.step_recorded": Event("protection", "public_task", True),
    "household.adult_added": Event("protection", "public_task", True),
    "household.adult_left": Event("protection", "public_task", True),
    "household.certificate_recorded": Event("protection", "public_task", True),
    "households.listed": Event("protection", "public_task", False),
    # Rounds along the requirements of a handbook, and what is to mend after them
    "inspections.listed": Event("protection", "public_task", False),
    "inspection.begun": Event("protection", "public_task", True),
    "inspection.read": Event("protection", "public_task", False),
    "inspection.key_given": Event("protection", "public_task", False),
    "inspection.saved": Event("protection", "public_task", True),
    "inspection.finished": Event("protection", "public_task", True),
    "inspection.photo_read": Event("protection", "public_task", False),
    "improvements.listed": Event("protection", "public_task", False),
    "improvement.read": Event("protection", "public_task", False),
    "improvement.changed": Event("protection", "public_task", True),
    "improvement.done": Event("protection", "public_task", True),
    "route_contact.changed": Event("protection", "public_task", True),
    "route_contact.confirmed": Event("protection", "public_task", True),
    "route_contact.removed": Event("protection", "public_task", True),
    # What is asked of areas, what is realised there, and who goes to another region
    "target.set": Event("protection", "public_task", True),
    "targets.listed": Event("protection", "public_task", False),
    "figures.supplied": Event("protection", "public_task", True),
    "figures.read": Event("protection", "public_task", False),
    "figures.exported": Event("protection", "public_task", False),
    "ledger.begun": Event("protection", "public_task", True),
    "ledger.ended": Event("protection", "public_task", True),
    "transfer.asked": Event("protection", "public_task", True),
    "transfer.changed": Event("protection", "public_task", True),
    "transfers.listed": Event("protection", "public_task", False),
    "place_days.exported": Event("accountability", "accountability", False),
    # Reports and the work on them
    "report.received": Event("protection", "public_task", True),
    "report.own_read": Event("protection", "public_task", False),
    "report.claimed": Event("protection", "public_task", True),
    "report.kept_from": Event("protection", "public_task", True),
    "report.opened": Event("protection", "public_task", False),
    "report.added_to": Event("protection", "public_task", True),
    "report.returned_to": Event("protection", "public_task", False),
    "report.assigned": Event("protection", "public_task", True),
    "report.due_set": Event("protection", "public_task", True),
    "report.started": Event("protection", "public_task", True),
    "report.closed": Event("protection", "public_task", True),
    "report.reopened": Event("protection", "public_task", True),
    "report.assessed": Event("protection", "public_task", True),
    "report.corrected": Event("protection", "public_task", True),
    "report.judged": Event("protection", "public_task", True),
    "report.linked": Event("protection", "public_task", True),
    "report.unlinked": Event("protection", "public_task", True),
    "report.compared": Event("protection", "public_task", False),
    "signal.read": Event("protection", "public_task", False),
    "report.held": Event("protection", "public_task", True),
    "report.hold_lifted": Event("protection", "public_task", True),
    "report.destroyed": Event("accountability", "accountability", True),
    "retention.set": Event("accountability", "accountability", True),
    "destructions.listed": Event("accountability", "accountability", False),
    "report.files_added": Event("protection", "public_task", True),
    "report.file_read": Event("protection", "public_task", False),
    "report.original_read": Event("protection", "public_task", False),
    "report.released": Event("protection", "public_task", True),
    "reports.listed": Event("protection", "public_task", False),
    "reports.searched": Event("protection", "public_task", False),
    "filter.kept": Event("protection", "public_task", True),
    "filter.removed": Event("protection", "public_task", True),
    # What is passed on of reports, and what must be heard about them
    "referral.offered": Event("protection", "public_task", True),
    "referral.accepted": Event("protection", "public_task", True),
    "referral.refused": Event("protection", "public_task", True),
    "referral.answered": Event("protection", "public_task", True),
    "referral.handed_back": Event("protection", "public_task", True),
    "referral.revoked": Event("protection", "public_task", True),
    "referral.expired": Event("protection", "public_task", True),
    "referral.read": Event("protection", "public_task", False),
    "referral.file_read": Event("protection", "public_task", False),
    "referral.linked": Event("protection", "public_task", True),
    "referral.link_opened": Event("protection", "public_task", True),
    "referrals.listed": Event("protection", "public_task", False),
    "handling.transferred": Event("protection", "public_task", True),
    "correction.sent": Event("protection", "public_task", True),
    "correction.confirmed": Event("protection", "public_task", True),
    "corrections.listed": Event("protection", "public_task", False),
    "report.acknowledged": Event("protection", "public_task", True),
    "report.arrival_told": Event("protection", "public_task", True),
    "report.written_to": Event("protection", "public_task", True),
    "report.answered": Event("protection", "public_task", True),
    "follow_up.read": Event("accountability", "public_task", False),
    # Rumours
    "rumour.noted": Event("protection", "public_task", True),
    "rumour.told": Event("protection", "public_task", True),
    "rumour.checked": Event("protection", "public_task", True),
    "rumour.answered": Event("protection", "public_task", True),
    "rumour.dropped": Event("protection", "public_task", True),
    "rumour.read": Event("protection", "public_task", False),
    "rumours.listed": Event("protection", "public_task", False),
    # Handbooks
    "handbook.published": Event("protection", "public_task", True),
    "handbook.marked_read": Event("accountability", "public_task", True),
    "handbook_change.answered": Event("protection", "public_task", True),
    "handbook_changes.listed": Event("protection", "public_task", False),
    "handbook_draft.opened": Event("protection", "public_task", True),
    "handbook_draft.changed": Event("protection", "public_task", True),
    "handbook_draft.moved": Event("protection", "public_task", True),
    "handbook_draft.read": Event("protection", "public_task", False),
    # Operation
    "backup.made": Event("continuity", "security", False),
    "backup.restored": Event("continuity", "security", True),
    "keys.rotated": Event("continuity", "security", True),
    "keys.backed_up": Event("continuity", "security", False),
    "keys.restored": Event("continuity", "security", True),
}
