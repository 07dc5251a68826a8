"""Every change to the register of places and to route cards, one function a verb."""
