"""The content of the image at each step: programs, accounts, packages and files, with unknown as a possible answer."""
