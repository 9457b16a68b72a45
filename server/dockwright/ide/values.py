"""What the functions of `ide` return: plain frozen values, which `lsp` and `cli` turn into their own."""

from __future__ import annotations

from typing import Literal

from dockwright.findings.finding import Addition
from dockwright.frozen import frozen
from dockwright.text import Edit, Span

CompletionKind = Literal[
    "keyword", "flag", "value", "variable", "stage", "image", "file", "folder", "package", "snippet", "property",
    "reference",
]  # fmt: skip

ActionKind = str
"""A kind of the protocol, or one below it: `quickfix`, `source.fixAll`, `refactor.rewrite.run.merge`..."""


@frozen
class Hover:
    """What a word means, in Markdown, and the range of the word."""

    span: Span
    markdown: str


@frozen
class Completion:
    """One proposal: `new_text` replaces `span`; in a snippet, `$1`, `${2:word}` and `$0` are stops."""

    label: str
    kind: CompletionKind
    span: Span
    new_text: str
    is_snippet: bool = False
    detail: str = ""
    documentation: str = ""
    """The key under which `ide.completion.documentation(key)` finds the text, in Markdown, once it is asked for."""
    sort_text: str = ""
    filter_text: str = ""
    deprecated: bool = False


@frozen
class CodeAction:
    """Something the editor can offer at a place: its edits, or the reason why it is not possible here."""

    title: str
    kind: ActionKind
    edits: tuple[Edit, ...] = ()
    snippets: tuple[Edit, ...] = ()
    """Edits whose new texts are snippets."""
    disabled: str = ""
    """Why the action is refused here; empty when it is possible."""
    preferred: bool = False
    finding: int | None = None
    """Which of `snapshot.findings` it solves."""
    page: str = ""
    """The code of a rule whose page on the web it opens."""
    key: str = ""
    """When set, the edits are left out and computed by `ide.code_action.resolve(snapshot, span, key)` later on."""
    addition: Addition | None = None
    """Text that the action adds to another file."""


@frozen
class Location:
    """A place: in this document, or in another file, given by its path."""

    span: Span
    path: str = ""
