"""What is in the image at each step: programs, accounts, packages and files, and how sure that is."""
