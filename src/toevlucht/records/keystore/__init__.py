"""The store of wrapped keys: a database of its own, so that neither of the two tells anything."""
