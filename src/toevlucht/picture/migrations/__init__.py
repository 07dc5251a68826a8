"""The history of the tables of published editions."""
