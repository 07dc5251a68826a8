"""Who is enrolled, how far they are, and what their certificates say."""
