"""The site as a room of the web application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "toevlucht.site"
    label = "site"

    def ready(self) -> None:
        """Rooms that must not import each other are brought together here."""
        from toevlucht.guidance.panels import show_beside_requirement
        from toevlucht.learning.pages.panels import (
            course_of_host,
            courses_of_place,
            training_of_requirement,
        )
        from toevlucht.learning.queries.coverage import trained_for_the_picture
        from toevlucht.partners.roster_places import tell_places
        from toevlucht.reception.pages.rosters import kept_places, roster_of_place
        from toevlucht.reception.panels import show_beside
        from toevlucht.reception.training import count_trained_with
        from toevlucht.signals.pages.about_place import panel_of_reports
        from toevlucht.site import checks  # noqa: F401  (it registers)

        show_beside(panel_of_reports)
        show_beside(courses_of_place)
        show_beside(course_of_host)
        show_beside(roster_of_place)
        tell_places(kept_places)
        show_beside_requirement(training_of_requirement)
        count_trained_with(trained_for_the_picture)
