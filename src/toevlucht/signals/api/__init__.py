"""Reports for machines: what partners report and hear back, and what was passed on to them."""

from toevlucht.signals.api.referrals import router as referrals
from toevlucht.signals.api.reports import router as reports

__all__ = ["referrals", "reports"]
