"""Which characters of a file make which characters of the Dockerfile in it, both ways."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from dockwright.frozen import frozen
from dockwright.text import Span


@frozen
class Part:
    """A piece of the host file and what it makes of the inner text."""

    host: Span
    text: str
    same: bool = False
    """Whether the host holds `text` character for character; else all of it stands for all of `text`."""


@frozen(eq=False)
class Mapping:
    """The parts of an inner text in order; host text between them, such as indentation, makes nothing."""

    text: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...]
    """Where each part begins in `text`."""
    begin: int
    """Where the inner text begins in the host, if it is empty."""

    @staticmethod
    def of(parts: Iterable[Part], begin: int) -> Mapping:
        """Join parts; those that make nothing are left out, and neighbours that are the same become one."""
        joined: list[Part] = []
        for part in parts:
            last = joined[-1] if joined else None
            if last and last.same and part.same and last.host.end == part.host.start:
                joined[-1] = Part(Span(last.host.start, part.host.end), last.text + part.text, True)
            elif part.text:
                joined.append(part)
        starts, at = [], 0
        for part in joined:
            starts.append(at)
            at += len(part.text)
        return Mapping("".join(part.text for part in joined), tuple(joined), tuple(starts), begin)

    @property
    def host(self) -> Span:
        """All of it in the host."""
        if not self.parts:
            return Span(self.begin, self.begin)
        return Span(self.parts[0].host.start, self.parts[-1].host.end)

    def host_start(self, offset: int) -> int:
        """Where the character at an inner offset begins in the host; the end of all for the end of the text."""
        if not self.parts or offset >= len(self.text):
            return self.host.end
        index = bisect_right(self.starts, offset) - 1
        part = self.parts[index]
        return part.host.start + (offset - self.starts[index] if part.same else 0)

    def host_end(self, offset: int) -> int:
        """Where the character before an inner offset ends in the host."""
        if not self.parts or offset <= 0:
            return self.host.start
        index = bisect_right(self.starts, offset - 1) - 1
        part = self.parts[index]
        return part.host.start + offset - self.starts[index] if part.same else part.host.end

    def to_host(self, span: Span) -> Span:
        """A range of the inner text as a range of the host."""
        start = self.host_start(span.start)
        return Span(start, max(start, self.host_end(span.end)) if span.end > span.start else start)

    def to_inner(self, offset: int) -> int | None:
        """The inner offset of a place in the host; for one in between, where what follows begins; None outside."""
        if not self.host.touches(offset):
            return None
        for index in range(bisect_right(self.parts, offset, key=lambda part: part.host.start) - 1, -1, -1):
            part, start = self.parts[index], self.starts[index]
            if offset < part.host.end or (offset == part.host.end and (part.same or offset == self.host.end)):
                return start + (offset - part.host.start if part.same else len(part.text) * (offset == part.host.end))
            return start + len(part.text)
        return 0

    def through(self, outer: Mapping) -> Mapping:
        """The same text from the host of `outer`, whose inner text is the host of this one."""
        parts: list[Part] = []
        for part in self.parts:
            if not part.same:
                parts.append(Part(outer.to_host(part.host), part.text))
                continue
            at = part.host.start
            while at < part.host.end:
                index = bisect_right(outer.starts, at) - 1
                below, start = outer.parts[index], outer.starts[index]
                end = min(part.host.end, start + len(below.text))
                text = below.text[at - start : end - start]
                host = Span(below.host.start + at - start, below.host.start + end - start) if below.same else below.host
                parts.append(Part(host, text, below.same))
                at = end
        return Mapping.of(parts, outer.host_start(self.begin))
