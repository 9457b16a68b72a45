"""Rules about the language: what cannot be read, or is written in a way that is out of use."""
