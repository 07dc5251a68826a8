"""News items that refer to what was published, answered rumours, and the newsletter."""
