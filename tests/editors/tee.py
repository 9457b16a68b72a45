"""Stands between an editor and a server and writes down what they say: tee.py LOG COMMAND..."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO


def main() -> None:
    log, *command = sys.argv[1:]
    with Path(log).open("ab", buffering=0) as notes:
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert server.stdin and server.stdout
        there = (sys.stdin.buffer, server.stdin, "client", notes)
        threading.Thread(target=_pass_on, args=there, daemon=True).start()
        _pass_on(server.stdout, sys.stdout.buffer, "server", notes)


def _pass_on(source: IO[bytes], sink: IO[bytes], who: str, notes: IO[bytes]) -> None:
    while header := source.readline():
        while not header.endswith(b"\r\n\r\n") and (line := source.readline()):
            header += line
        body = source.read(int(header.lower().partition(b"content-length:")[2].split()[0]))
        notes.write(json.dumps({"from": who, **json.loads(body)}).encode() + b"\n")
        sink.write(header + body)
        sink.flush()
    sink.close()


if __name__ == "__main__":
    main()
