"""The pages of handbooks: to read, to search, to compare, to act on, and to write."""
