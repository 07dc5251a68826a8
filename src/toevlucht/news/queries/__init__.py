"""What a viewer may read of news and of the newsletter."""
