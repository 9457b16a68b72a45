"""What a shell text does to the shell that runs it, and how texts are joined into one."""
