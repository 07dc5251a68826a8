"""What may be read of reports; every function takes the viewer."""
