"""Tree to meaning: stages, variables, effective state. Knows `syntax`."""
