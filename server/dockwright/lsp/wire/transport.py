"""Reads messages framed by Content-Length from standard input, and writes responses."""

from __future__ import annotations

import asyncio
import os
import select
import sys
import threading
from collections.abc import Callable

MOST_BYTES = 256 * 1024 * 1024
"""A message with a larger Content-Length is skipped."""


class Cutter:
    """Collects bytes and splits them into messages; anything that is not a header is skipped and counted."""

    def __init__(self) -> None:
        self.skipped = 0
        self._buffer = bytearray()
        self._wanted: int | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies of the complete messages."""
        self._buffer += data
        bodies: list[bytes] = []
        while True:
            if self._wanted is None:
                end = self._buffer.find(b"\r\n\r\n")
                if end < 0:
                    if len(self._buffer) > 65536:
                        self._skip(len(self._buffer) - 3)
                    return bodies
                self._wanted = _content_length(bytes(self._buffer[:end]))
                if self._wanted is None:
                    self.skipped += 1
                del self._buffer[: end + 4]
            else:
                if len(self._buffer) < self._wanted:
                    return bodies
                bodies.append(bytes(self._buffer[: self._wanted]))
                del self._buffer[: self._wanted]
                self._wanted = None

    def _skip(self, count: int) -> None:
        del self._buffer[:count]
        self.skipped += 1


class Writer:
    """Writes complete messages to a file descriptor, in order; a disconnected client is not an error."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.closed = False

    def send(self, body: bytes) -> None:
        """Send one message."""
        rest = memoryview(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        while rest and not self.closed:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:
                select.select([], [self._descriptor], [])
            except OSError:
                self.closed = True


def private_output() -> int:
    """Return a descriptor for the real standard output, and redirect everything else that writes to it."""
    descriptor = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(descriptor, os.O_BINARY)
    return descriptor


async def read_input(receive: Callable[[list[bytes], int], None], closed: Callable[[], None]) -> None:
    """Pass on messages from standard input as they arrive: the bodies, and the number of skipped bytes before them."""
    loop = asyncio.get_running_loop()
    cutter = Cutter()

    def take(data: bytes) -> None:
        bodies, skipped = cutter.feed(data), cutter.skipped
        cutter.skipped = 0
        if bodies or skipped:
            receive(bodies, skipped)

    try:
        await loop.connect_read_pipe(lambda: _Pipe(take, closed), sys.stdin)
    except (ValueError, OSError, NotImplementedError):
        # a regular file, or a system whose event loop cannot wait for this kind of input
        threading.Thread(target=_read_blocking, args=(loop, take, closed), daemon=True).start()


class _Pipe(asyncio.Protocol):
    def __init__(self, take: Callable[[bytes], None], closed: Callable[[], None]) -> None:
        self._take = take
        self._closed = closed

    def data_received(self, data: bytes) -> None:
        self._take(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed()


def _read_blocking(loop: asyncio.AbstractEventLoop, take: Callable[[bytes], None], closed: Callable[[], None]) -> None:
    try:
        while data := os.read(sys.stdin.fileno(), 1 << 16):
            loop.call_soon_threadsafe(take, data)
        loop.call_soon_threadsafe(closed)
    except (OSError, RuntimeError):
        # the loop is closed: the server is exiting
        return


def _content_length(header: bytes) -> int | None:
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        # Text after garbage on the same line still counts, so that the stream can resynchronize.
        if name.strip().lower().endswith(b"content-length"):
            value = value.strip()
            if value.isdigit() and len(value) < 12 and int(value) <= MOST_BYTES:
                return int(value)
    return None
