"""The forms of handbooks on the desk."""
