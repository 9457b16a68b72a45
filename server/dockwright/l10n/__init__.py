"""What is said, in other languages: a catalogue `<language>.po` each, which `scripts/translations.py` makes JSON of."""
