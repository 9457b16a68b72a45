"""The effect of a change to a Dockerfile on the image."""
