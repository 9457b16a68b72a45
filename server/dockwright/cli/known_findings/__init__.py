"""Known findings: in a baseline file, or already in a commit."""
