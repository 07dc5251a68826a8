"""The menu of the desk: an entry for each page that the viewer may open, by what it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Entry:
    """A page by the name of its address; ``roles`` as in `access.desk_page`.

    ``area``: for organisations that are for a municipality, a region or the country.
    """

    address: str
    text: str
    roles: tuple[str, ...] = ()
    centre: bool = False
    area: bool = False

    def is_for(self, viewer: Viewer, has_area: bool) -> bool:
        may = not self.roles or viewer.has(*self.roles)
        return may and (viewer.is_centre or not self.centre) and (has_area or not self.area)


@dataclass(frozen=True)
class Group:
    """Entries about the same work, below the words that say which."""

    text: str
    entries: tuple[Entry, ...]

    def for_viewer(self, viewer: Viewer, has_area: bool) -> Group:
        shown = tuple(one for one in self.entries if one.is_for(viewer, has_area))
        return replace(self, entries=shown)


MENU = (
    Group(
        "people.menu.about.own",
        (
            Entry("desk", "people.menu.desk"),
            Entry("my-audit", "audit.menu.mine"),
            Entry("my-courses", "learning.my_menu"),
            Entry("own-home", "own_home.menu", ("reporter",)),
            Entry("my-account", "people.menu.my_account"),
            Entry(
                "api-keys",
                "people.menu.api_keys",
                ("reporter", "coordinator", "contributor", "administrator"),
            ),
        ),
    ),
    Group(
        "people.menu.about.reports",
        (
            Entry("report-at-desk", "places.menu.report", ("reporter", "coordinator")),
            Entry("my-reports", "places.menu.my_reports", ("reporter", "coordinator")),
            Entry("reports", "worklists.menu", ("coordinator",)),
            Entry("follow-up", "follow_up.menu", ("coordinator",)),
            Entry("referrals", "sharing.menu", ("coordinator",)),
            Entry("rumours", "rumours.menu", ("coordinator",)),
            Entry("retention", "keeping.menu", ("coordinator", "administrator")),
        ),
    ),
    Group(
        "people.menu.about.picture",
        (
            Entry(
                "contributions",
                "contributing.menu",
                ("reader", "contributor", "editor", "approver"),
            ),
            Entry("drafts", "drafts.menu.drafts", ("editor", "approver"), centre=True),
            Entry(
                "partners-editions",
                "drafts.menu.editions",
                ("reader", "contributor", "editor", "approver"),
            ),
            Entry(
                "partners-tables",
                "releases.menu.partners",
                ("reader", "contributor", "editor", "approver"),
            ),
            Entry("tables-for-others", "releases.menu.plan", ("editor", "approver"), centre=True),
            Entry("news-desk", "news.list.menu", ("editor", "approver"), centre=True),
            Entry("issues", "newsletter.menu", ("editor", "approver"), centre=True),
            Entry("watching", "series.menu", ("reader", "editor", "approver"), centre=True),
        ),
    ),
    Group(
        "people.menu.about.reception",
        (
            Entry("own-figures", "coordination.menu.figures", ("coordinator",), area=True),
            Entry(
                "own-figures", "coordination.menu.figures", ("reader", "editor", "approver"), True
            ),
            Entry("targets", "coordination.menu.targets", ("coordinator",), area=True),
            Entry("transfers", "coordination.menu.transfers", ("coordinator",)),
            Entry("placement", "placement.menu", ("coordinator",)),
            Entry("my-handbooks", "handbooks.list.menu"),
            Entry("places", "places.menu.places", ("coordinator",)),
            Entry("households", "places.menu.households", ("coordinator",)),
            Entry("families", "stays.menu.families", ("coordinator",)),
            Entry("children", "stays.menu.children", ("coordinator",)),
            Entry("reception-tasks", "stays.menu.tasks", ("coordinator",)),
            Entry("incidents", "living.menu.incidents", ("coordinator",)),
            Entry("services", "living.menu.services", ("coordinator",)),
            Entry("roster", "rosters.title", ("coordinator", "administrator")),
            Entry("course-coverage", "learning.coverage.title", ("coordinator",)),
            Entry("completions", "learned_elsewhere.title", ("coordinator", "administrator")),
            Entry("inspections", "inspections.menu", ("coordinator",)),
            Entry("improvements", "inspections.improvements.title", ("coordinator",)),
            Entry("keep-route-card", "places.menu.route_card", ("coordinator",)),
        ),
    ),
    Group(
        "people.menu.about.management",
        (
            Entry("break-glass", "audit.menu.break_glass", ("administrator", "approver")),
            Entry("audit-trail", "audit.menu.trail", ("administrator",)),
            Entry("people", "people.menu.people", ("administrator",)),
            Entry("organisations", "people.menu.organisations", ("administrator",), centre=True),
            Entry("revoke-certificate", "learning.revoke.title", ("administrator",), centre=True),
            Entry("agreements", "places.menu.agreements", ("administrator",)),
        ),
    ),
)


def menu_of(viewer: Viewer, has_area: bool = False) -> list[Group]:
    """The groups in which the viewer may open something."""
    if viewer.is_public:
        return []
    return [group for group in (one.for_viewer(viewer, has_area) for one in MENU) if group.entries]
