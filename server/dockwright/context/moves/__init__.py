"""How moving a file or folder affects the builds of a workspace, and the edits that keep them working."""
