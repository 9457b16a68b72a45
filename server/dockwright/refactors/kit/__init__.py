"""What rewrites share: how one is declared, and how it finds its way through the text."""
