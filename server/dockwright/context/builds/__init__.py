"""The files that define builds: who builds which Dockerfile with which context."""
