"""Codes, tables and checks of what partners send: one data dictionary, many uses."""
