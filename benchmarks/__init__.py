"""How fast Dockwright is, beside others and beside the least that its stack can take. Never passes or fails."""
