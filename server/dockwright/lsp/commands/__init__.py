"""One module per command: `@command("dockwright.name")` on a function of the session and the command's arguments."""
