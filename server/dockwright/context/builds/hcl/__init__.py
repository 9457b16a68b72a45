"""HCL, the language of Bake files."""
