"""The effects of instructions and commands on an image."""
