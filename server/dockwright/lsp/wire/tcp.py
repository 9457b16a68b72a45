"""`--tcp HOST:PORT`, for debugging: one client over a socket instead of standard input and output."""

from __future__ import annotations

import os
import socket
import sys


def serve_one(address: str) -> str:
    """Wait for a client at `HOST:PORT` and connect it; returns an error message, or empty."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        return f"invalid address `{address}`; write HOST:PORT, such as 127.0.0.1:9257"
    try:
        with socket.create_server((host.strip("[]") or "127.0.0.1", int(port))) as server:
            place = server.getsockname()
            sys.stderr.write(f"dockwright lsp: waiting for a client at {place[0]}:{place[1]}\n")
            client, _ = server.accept()
    except OSError as error:
        return f"cannot listen at {address}: {error.strerror}"
    with client:
        for descriptor in (sys.stdin.fileno(), sys.stdout.fileno()):
            os.dup2(client.fileno(), descriptor)
    return ""
