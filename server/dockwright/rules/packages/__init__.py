"""Rules about package managers."""
