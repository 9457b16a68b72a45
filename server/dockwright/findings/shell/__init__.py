"""What rules look for in shell text. Knows commands, not Dockerfiles: offsets are those of the shell text."""
