"""What can be done with the picture on the web."""

from toevlucht.picture.actions.publishing import (
    PublishingRefused,
    publish_edition,
    publish_for,
)

__all__ = ["PublishingRefused", "publish_edition", "publish_for"]
