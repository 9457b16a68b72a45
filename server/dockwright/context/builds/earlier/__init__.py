"""Commands that run before a build, and the files they create in the workspace."""
