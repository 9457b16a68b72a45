"""The Dockerfiles embedded in an open Compose, Bake or Markdown file: documents with ranges in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dockwright.lsp import uris
from dockwright.lsp.document import Document
from dockwright.text import Edit, Span, Text

if TYPE_CHECKING:
    from lsprotocol import types

    from dockwright.embedded.values import Embedded

_SETTINGS = {"compose": "compose", "bake": "bake", "bake-json": "bake", "markdown": "markdown"}


class Inline(Document):
    """An embedded Dockerfile; its snapshot has its own text, and ranges for the client are those of the file."""

    def __init__(self, host: Document, kind: str, index: int, found: list[Embedded]) -> None:
        super().__init__(host.uri, host.version, "dockerfile", found[index].text, host.client, host.config)
        self.host = host
        self.kind = kind
        self.index = index
        self.found = found
        self.built_as = ""
        """The value with which its context was found: that of the saved text, while it is edited."""

    @property
    def one(self) -> Embedded:
        """The mapping of the text to the file."""
        return self.found[self.index]

    @property
    def value(self) -> str:
        """The value that identifies it in builds."""
        return self.one.value

    def moved(self, index: int, found: list[Embedded]) -> None:
        """The file has changed: update the text; only the difference is analysed again."""
        self.index, self.found, self.version = index, found, self.host.version
        if (edit := _difference(self.snapshot.text.string, self.one.text)) is not None:
            self.snapshot = self.snapshot.edited((edit,))

    def in_file(self, span: Span) -> tuple[Text, Span]:
        """Convert a span to one of the file."""
        return self.host.snapshot.text, self.one.mapping.to_host(span)

    def written(self, edits: Sequence[Edit]) -> list[Edit] | None:
        """Convert edits to edits of the file; None if that is not possible exactly."""
        from dockwright.embedded.finding import host_edits

        return host_edits(self.kind, self.host.snapshot.text.string, self.index, self.found, edits)

    @property
    def file(self) -> Document:
        """The document that contains it."""
        return self.host

    def spelled(self, text: str) -> str:
        """A text in the syntax of the file."""
        style = self.one.style
        return (style.newline + (style.indent or "")).join(map(style.escape, text.split("\n")))

    def offset(self, position: types.Position) -> int:
        """The offset of a position in the file."""
        offset = self.host.offset(position)
        found = self.one.mapping.to_inner(offset)
        return found if found is not None else 0 if offset < self.one.mapping.host.start else len(self.one.text)


def follow(document: Document) -> None:
    """Update the embedded Dockerfiles of a file that was opened or edited, or whose settings changed."""
    if document.is_dockerfile or document.is_ignore_file:
        return
    from dockwright.embedded.finding import MARKDOWN, find

    kind = _kind(document)
    old = [part for part in document.inline if isinstance(part, Inline) and part.kind == kind]
    found, unread = find(kind, document.snapshot.text.string) if kind else ([], [])
    document.unread = unread if kind != MARKDOWN else ()
    parts: list[Document] = []
    for index, one in enumerate(found):
        part = _known(old, one, index, len(found))
        if part is None:
            part = Inline(document, kind, index, found)
        else:
            part.moved(index, found)
            part.configure(document.config)
        parts.append(part)
    document.inline = parts


def _kind(document: Document) -> str:
    from dockwright.embedded.finding import BAKE, COMPOSE, kind_of

    if document.language.startswith(("dockercompose", "docker-compose")):
        kind = COMPOSE
    else:
        kind = kind_of(uris.name(document.uri), document.snapshot.text.string)
        kind = BAKE if not kind and document.language == "dockerbake" else kind
    return kind if kind and getattr(document.config.inline, _SETTINGS[kind]) else ""


def _known(old: list[Inline], one: Embedded, index: int, count: int) -> Inline | None:
    """The same part before the edit: with the same name, or at the same index of equally many."""
    for part in old:
        if one.label and part.one.label == one.label:
            old.remove(part)
            return part
    if not one.label and len(old) == count - index and old[0].index == index:
        return old.pop(0)
    return None


def _difference(before: str, after: str) -> Edit | None:
    """The single edit that turns one text into another."""
    if before == after:
        return None
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    end = next((at for at in range(most - start) if before[-1 - at] != after[-1 - at]), most - start)
    return Edit(Span(start, len(before) - end), after[start : len(after) - end])


def at(document: Document, position: types.Position) -> Document:
    """The embedded Dockerfile at a position of a document, or the document itself."""
    offset = document.offset(position) if document.inline else 0
    return next((part for part in document.inline if part.in_file(part.whole)[1].touches(offset)), document)
