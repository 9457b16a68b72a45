"""The effects of a script on its shell, and how scripts are joined."""
