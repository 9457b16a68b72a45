"""Pages and tables that explain the language; no code."""
