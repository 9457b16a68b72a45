"""Checks of shell scripts. They know commands, not Dockerfiles: offsets count in the script."""
