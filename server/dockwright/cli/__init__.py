"""The command line; never imports lsprotocol, so that it starts fast."""
