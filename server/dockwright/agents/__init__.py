"""`dockwright mcp`: a Model Context Protocol server for coding agents; only `server` imports the SDK."""
