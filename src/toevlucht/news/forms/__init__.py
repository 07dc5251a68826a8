"""What people fill in about news and the newsletter."""
