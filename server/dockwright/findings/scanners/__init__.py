"""What other tools call what our rules find, and how loud they are about it."""
