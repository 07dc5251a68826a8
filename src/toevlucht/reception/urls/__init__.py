"""The addresses of reception: for everybody, and at the desk by what is done there."""
