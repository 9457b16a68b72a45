"""Rules and the engine that runs them: findings, fixes, profiles, suppression. Imports `image`."""
