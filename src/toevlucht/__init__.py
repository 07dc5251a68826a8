"""Shelter displaced people safely, and keep an honest picture of trafficking around it."""

__version__ = "0.1.0"
