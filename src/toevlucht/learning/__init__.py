"""Courses on recognising trafficking, what people did in them, and where nobody learned yet."""
