"""The pages of the picture: public ones, and those of the desk."""
