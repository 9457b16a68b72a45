"""Commands of shell text that are understood by tables: package managers, and programs that move files."""
