"""The pages of courses: for everybody, for a guest with an address, and for who is logged in."""
