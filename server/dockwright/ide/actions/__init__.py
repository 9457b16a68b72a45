"""Code actions: fixes, suppressions, and refactorings as they are offered."""
