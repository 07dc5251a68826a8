"""Begin a course, answer, refresh, and what comes of it."""
