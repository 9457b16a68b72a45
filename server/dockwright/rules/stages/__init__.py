"""Rules about stages and their base images."""
