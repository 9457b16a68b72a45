"""Rules about comments that speak to a linter or the builder."""
