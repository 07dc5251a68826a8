"""Content that only those who hold its key can read: envelopes, and who keeps their keys."""
