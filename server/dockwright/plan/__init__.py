"""The predicted image of a build: its configuration, layers, start command and cache; pure functions."""
