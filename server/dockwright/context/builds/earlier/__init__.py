"""What runs before a build, and what that makes in the workspace."""
