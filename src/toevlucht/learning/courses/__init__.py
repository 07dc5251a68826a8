"""Courses as they are written in ``content/courses``: read, checked and answered without Django."""
