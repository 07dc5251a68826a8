"""The pages of the register of places, and the route cards."""
