"""What moving a file or folder means for the builds of a workspace, and the edits that keep them as they were."""
