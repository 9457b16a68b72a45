"""Names: definitions, mentions, renaming, outlines."""
