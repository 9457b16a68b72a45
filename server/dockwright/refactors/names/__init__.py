"""Names that an author chooses: their definitions and uses, and reserved names."""
