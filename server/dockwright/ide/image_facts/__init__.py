"""Facts about a program, user or path in the image that an instruction names, and the instruction that created it."""
