"""What is read of the register of places; each function returns only what its viewer may see."""
