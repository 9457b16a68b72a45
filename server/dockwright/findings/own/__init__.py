"""Rules that a configuration file holds: patterns over instructions and commands, with what to say of what fits."""
