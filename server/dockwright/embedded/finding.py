"""Finds the Dockerfiles in a file, and converts edits of them to edits of the file."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.embedded import bake, compose, markdown
from dockwright.embedded.values import Embedded, Found
from dockwright.frozen import frozen
from dockwright.text import Edit, Span, apply

COMPOSE, BAKE, BAKE_JSON, MARKDOWN = "compose", "bake", "bake-json", "markdown"


def kind_of(path: str, text: str) -> str:
    """The kind of a file that may contain Dockerfiles; empty for other files."""
    name = path.lower()
    if name.endswith(markdown.ENDINGS):
        return MARKDOWN
    if name.endswith((".yml", ".yaml")):
        return COMPOSE if compose.is_compose(path, text) else ""
    if not bake.is_bake(path, text):
        return ""
    return BAKE_JSON if name.endswith(".json") else BAKE


def find(kind: str, text: str) -> Found:
    """The Dockerfiles in a file of a kind, in text order, and those that are not checked."""
    if kind == COMPOSE:
        found, unread = compose.find(text)
    elif kind == MARKDOWN:
        found, unread = markdown.find(text)
    else:
        found, unread = bake.find(text, kind == BAKE_JSON)
    return sorted(found, key=lambda one: one.mapping.host), sorted(unread, key=lambda one: one.offset)


@frozen(eq=False)
class InFile:
    """A Dockerfile in a file, for those who know nothing of files that hold some."""

    kind: str
    host: str
    index: int
    found: list[Embedded]

    @property
    def text(self) -> str:
        """What the builder gets."""
        return self.found[self.index].text

    @property
    def value(self) -> str:
        """What its builds are known by."""
        return self.found[self.index].value

    def place(self, span: Span) -> Span:
        """Where a range of the text stands in the file."""
        return self.found[self.index].mapping.to_host(span)

    def line(self, offset: int) -> int:
        """The line of the file in which a place of the text stands."""
        return self.host.count("\n", 0, self.found[self.index].mapping.host_start(offset))

    def written(self, edits: Iterable[Edit]) -> list[Edit] | None:
        """Edits as edits of the file; None where that cannot be said exactly."""
        return host_edits(self.kind, self.host, self.index, self.found, edits)


def within(path: str, text: str) -> list[InFile]:
    """The Dockerfiles in a file."""
    kind = kind_of(path, text)
    found = find(kind, text)[0] if kind else []
    return [InFile(kind, text, index, found) for index in range(len(found))]


def host_edits(kind: str, host: str, index: int, found: list[Embedded], edits: Iterable[Edit]) -> list[Edit] | None:
    """Convert edits of one of the Dockerfiles to edits of the file; None if that is not possible exactly.

    The file is read again with the edits applied: this Dockerfile has to be the result of the edits and the others
    unchanged, except for trailing line breaks, which YAML cuts off and builders ignore.
    """
    one = found[index]
    edits = list(_joined(edits))
    written = [_written(host, one, edit) for edit in edits]
    _, unread = find(kind, host)
    try:
        after, left = find(kind, apply(host, written))
        expected = [other.text for other in found]
        expected[index] = apply(one.text, edits)
    except ValueError:
        return None
    same = [other.text.rstrip("\n") for other in after] == [text.rstrip("\n") for text in expected]
    return written if same and [one.why for one in left] == [one.why for one in unread] else None


def _joined(edits: Iterable[Edit]) -> Iterable[Edit]:
    """The edits in order, with adjacent ones joined."""
    last: Edit | None = None
    for edit in sorted(edits, key=lambda edit: edit.span):
        if last is not None and last.span.end == edit.span.start:
            last = Edit(Span(last.span.start, edit.span.end), last.new + edit.new)
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last


def _written(host: str, one: Embedded, edit: Edit) -> Edit:
    style, mapping, text = one.style, one.mapping, one.text
    start, end = edit.span
    new = edit.new.replace("\r\n", "\n")
    if style.indent is None:
        return least(host, Edit(Span(mapping.host_start(start), _end(one, edit.span)), _lines(new, one)))
    at = mapping.host_start(start)
    begins_line = start == 0 or text[start - 1] == "\n"
    if begins_line:
        at = max(host.rfind("\n", 0, at), host.rfind("\r", 0, at)) + 1
    first, *rest = new.split("\n")
    follows = end < len(text) and text[end] != "\n"
    written = []
    for number, line in enumerate((first, *rest)):
        last = number == len(rest)
        before = ""
        if number or begins_line:
            before = style.indent if line or (last and follows) else "" if last and end == len(text) else style.blank
        written.append(before + style.escape(line))
    return least(host, Edit(Span(at, max(at, _end(one, edit.span))), style.newline.join(written)))


def _end(one: Embedded, span: Span) -> int:
    """Where an edit ends in the host: after its last character, or after the indentation of the next line."""
    after = span.end < len(one.text) and one.text[max(span.end - 1, 0)] == "\n"
    return one.mapping.host_start(span.end) if after or span.end == span.start else one.mapping.host_end(span.end)


def _lines(new: str, one: Embedded) -> str:
    return one.style.newline.join(map(one.style.escape, new.split("\n")))


def least(host: str, edit: Edit) -> Edit:
    """The same edit without the text that stays the same at both ends."""
    (start, end), new = edit.span, edit.new
    while new and start < end and host[start] == new[0] != "\r":
        start, new = start + 1, new[1:]
    while new and start < end and host[end - 1] == new[-1] and host[end - 2 : end] != "\r\n":
        end, new = end - 1, new[:-1]
    return Edit(Span(start, end), new)
