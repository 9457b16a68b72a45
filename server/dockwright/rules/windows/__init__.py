"""Rules about Windows images."""
