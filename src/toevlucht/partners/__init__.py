"""Organisations and people with their roles: who may see and do what."""
