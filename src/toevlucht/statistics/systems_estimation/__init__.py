"""Estimate from overlapping lists how many persons are on none of them."""
