"""Maps characters of a host file to characters of a Dockerfile inside it, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from dockwright.frozen import frozen
from dockwright.text import Span


@frozen
class Part:
    """A range of the host file and the inner text that it becomes."""

    host: Span
    text: str
    same: bool = False
    """Whether the host contains `text` character by character; else the whole range stands for the whole text."""


@frozen(eq=False)
class Mapping:
    """The parts of an inner text in order; host text between them, such as indentation, becomes nothing."""

    text: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...]
    """The offset of each part in `text`."""
    begin: int
    """Offset in the host where the inner text begins, if it is empty."""

    @staticmethod
    def of(parts: Iterable[Part], begin: int) -> Mapping:
        """Join parts; empty ones are dropped, and adjacent parts that are copied literally become one."""
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
        """The whole range in the host."""
        if not self.parts:
            return Span(self.begin, self.begin)
        return Span(self.parts[0].host.start, self.parts[-1].host.end)

    def host_start(self, offset: int) -> int:
        """Offset in the host where the character at an inner offset begins; at the end of the text, the end of the
        range.
        """
        if not self.parts or offset >= len(self.text):
            return self.host.end
        index = bisect_right(self.starts, offset) - 1
        part = self.parts[index]
        return part.host.start + (offset - self.starts[index] if part.same else 0)

    def host_end(self, offset: int) -> int:
        """Offset in the host where the character before an inner offset ends."""
        if not self.parts or offset <= 0:
            return self.host.start
        index = bisect_right(self.starts, offset - 1) - 1
        part = self.parts[index]
        return part.host.start + offset - self.starts[index] if part.same else part.host.end

    def to_host(self, span: Span) -> Span:
        """Convert a range of the inner text to a range of the host."""
        start = self.host_start(span.start)
        return Span(start, max(start, self.host_end(span.end)) if span.end > span.start else start)

    def to_inner(self, offset: int) -> int | None:
        """Convert an offset of the host to an inner one; between parts, the start of the next part; None outside."""
        if not self.host.touches(offset):
            return None
        for index in range(bisect_right(self.parts, offset, key=lambda part: part.host.start) - 1, -1, -1):
            part, start = self.parts[index], self.starts[index]
            if offset < part.host.end or (offset == part.host.end and (part.same or offset == self.host.end)):
                return start + (offset - part.host.start if part.same else len(part.text) * (offset == part.host.end))
            return start + len(part.text)
        return 0

    def through(self, outer: Mapping) -> Mapping:
        """The mapping to the host of `outer`, given that the host of this mapping is the inner text of `outer`."""
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
