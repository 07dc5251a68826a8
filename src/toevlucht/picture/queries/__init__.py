"""What a viewer may read of the picture: each module one part of it."""
