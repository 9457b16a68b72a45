"""The programs that containers start."""
