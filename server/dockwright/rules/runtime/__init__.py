"""Rules about what a container needs while it runs."""
