"""Rules about stages and what they are based on."""
