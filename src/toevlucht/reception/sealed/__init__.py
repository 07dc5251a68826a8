"""What of places, people and households only who keeps them reads, and under which key."""
