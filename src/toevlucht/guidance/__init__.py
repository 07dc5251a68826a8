"""Handbooks in versions: what is asked of reception, since when, and what changed."""
