"""Semantics of the syntax tree: stages, variables, effective state. Imports `syntax`."""
