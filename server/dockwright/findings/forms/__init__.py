"""Equivalent forms of an instruction, shared by fixes and refactorings."""
