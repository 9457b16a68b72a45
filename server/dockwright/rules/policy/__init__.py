"""Rules that a team asks for."""
