"""`dockwright mcp`: what coding agents ask over the Model Context Protocol; only `server` imports the SDK."""
