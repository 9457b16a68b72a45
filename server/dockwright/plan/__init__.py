"""The image before it is built: its configuration, its layers, what it starts, what changes it; all pure functions."""
