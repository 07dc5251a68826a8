"""Where things are: areas by date, countries, and boundaries for maps."""
