"""Courses as packages for other learning systems (SCORM 1.2), made from the pages of the site."""
