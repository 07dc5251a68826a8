"""What is read of guidance. Handbooks are public; what organisations do with them is their own."""
