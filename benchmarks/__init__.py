"""Speed of Dockwright compared to others, and to the minimum of its stack. Never passes or fails."""
