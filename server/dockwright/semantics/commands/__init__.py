"""Shell commands described by tables: package managers, and programs that move files."""
