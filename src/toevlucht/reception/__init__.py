"""Where people are sheltered: locations, host households, and whom to turn to from there."""
