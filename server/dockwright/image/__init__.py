"""What is in the image at each step: programs, users, files, packages, the command line. Knows `context`."""
