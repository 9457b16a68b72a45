"""The server over a socket, for debugging."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

SERVER = [sys.executable, "-m", "dockwright", "lsp", "--tcp"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "server")}


def _message(body: dict[str, object]) -> bytes:
    data = json.dumps(body).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(data), data)


def test_a_client_is_served_and_the_server_ends_with_it() -> None:
    with subprocess.Popen([*SERVER, "127.0.0.1:0"], stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as server:
        assert server.stderr
        said = server.stderr.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)$", said.strip())
        assert found, said
        with socket.create_connection(("127.0.0.1", int(found[1]))) as client:
            parameters = {"processId": None, "rootUri": None, "capabilities": {}}
            client.sendall(_message({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters}))
            answer = b""
            while b"capabilities" not in answer:
                received = client.recv(65536)
                assert received
                answer += received
            client.sendall(_message({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))
            client.sendall(_message({"jsonrpc": "2.0", "method": "exit"}))
        assert server.wait(30) == 0


def test_a_wrong_address_is_named() -> None:
    done = subprocess.run([*SERVER, "nowhere"], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 2
    assert "HOST:PORT" in done.stderr
