"""A reader for HCL, the language of Bake files."""
