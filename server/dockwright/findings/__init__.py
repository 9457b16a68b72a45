"""What a rule is and how rules are run: findings, fixes, the engine, profiles, suppression. Knows `image`."""
