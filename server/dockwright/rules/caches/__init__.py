"""Rules about what package managers leave in a layer."""
