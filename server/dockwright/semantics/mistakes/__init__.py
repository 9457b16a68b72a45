"""What an author meant where the text says something else: comments behind words, values behind a blank."""
