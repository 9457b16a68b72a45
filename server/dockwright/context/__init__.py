"""Build contexts: which files define them, what they contain, ignore files. Imports `semantics`."""
