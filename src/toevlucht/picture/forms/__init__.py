"""What a person fills in on the desks of the picture."""
