"""The forms of reception, by what they are about."""
