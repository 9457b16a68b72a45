"""Rules about the language: syntax errors, invalid arguments and deprecated forms."""
