"""What instructions and commands do to an image."""
