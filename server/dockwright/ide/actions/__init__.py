"""Code actions: fixes, suppressions and refactorings."""
