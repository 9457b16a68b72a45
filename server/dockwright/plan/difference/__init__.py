"""What a change to a Dockerfile does to the image."""
