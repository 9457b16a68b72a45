"""Text to tree: splitting, parsing, word expansion and shell syntax. Knows `text` only."""
