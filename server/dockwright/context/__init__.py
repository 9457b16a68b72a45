"""Build contexts: who defines them, what they hold, ignore files. Knows `semantics`."""
