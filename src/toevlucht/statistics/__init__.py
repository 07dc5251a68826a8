"""Arrays in, arrays out: the mathematics of the picture; no Django, no files."""
