"""Tables for others: which there are, how their cells add up, and what each audience gets."""
