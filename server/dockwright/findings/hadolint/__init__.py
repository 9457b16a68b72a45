"""Checks as hadolint does them, for its profile: by words and options, without the semantics of programs."""
