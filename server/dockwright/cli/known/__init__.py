"""Findings that are known from before: by a baseline file, or because a commit has them already."""
