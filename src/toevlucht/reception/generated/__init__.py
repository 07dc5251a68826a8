"""A made-up nation, to measure with and to try things out. Nothing in it is about anybody."""
