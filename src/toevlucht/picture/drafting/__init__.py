"""From what editors wrote on the desk to an editorial file, and what it still lacks."""
