"""Server-rendered pages of this room; no rule lives here."""
