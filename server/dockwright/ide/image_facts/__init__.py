"""What the image has of a program, user or path that an instruction names, and which instruction brought it."""
