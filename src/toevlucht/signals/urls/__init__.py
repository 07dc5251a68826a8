"""The addresses of this room, a module for each part of the work."""
