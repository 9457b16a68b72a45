"""Editor features in ignore files."""
