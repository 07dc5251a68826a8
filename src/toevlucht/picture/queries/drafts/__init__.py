"""Editions in the making: who may see them, how they read now, and what waits for whom."""

from toevlucht.picture.queries.drafts.waiting import Waiting, waiting_for

__all__ = ["Waiting", "waiting_for"]
