"""The results of functions in `ide`: plain frozen values, which `lsp` and `cli` convert."""

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
"""A code action kind of the protocol, or one below it: `quickfix`, `source.fixAll`, `refactor.rewrite.run.merge`..."""


@frozen
class Hover:
    """Markdown, and the range of the word."""

    span: Span
    markdown: str


@frozen
class Completion:
    """One proposal: `new_text` replaces `span`; in a snippet, `$1`, `${2:word}` and `$0` are tab stops."""

    label: str
    kind: CompletionKind
    span: Span
    new_text: str
    is_snippet: bool = False
    detail: str = ""
    documentation: str = ""
    """The key for `ide.completion.complete.documentation(key)`, which returns the text in Markdown."""
    sort_text: str = ""
    filter_text: str = ""
    deprecated: bool = False


@frozen
class CodeAction:
    """A code action: its edits, or the reason why it is disabled."""

    title: str
    kind: ActionKind
    edits: tuple[Edit, ...] = ()
    snippets: tuple[Edit, ...] = ()
    """Edits with snippets as new text."""
    disabled: str = ""
    """Why the action is disabled; empty if it is possible."""
    preferred: bool = False
    finding: int | None = None
    """The index in `snapshot.findings` of the finding that it fixes."""
    page: str = ""
    """The code of a rule whose web page it opens."""
    key: str = ""
    """If set, the edits are computed later by `ide.actions.code_action.resolve(snapshot, span, key)`."""
    addition: Addition | None = None
    """Text that the action adds to another file."""


@frozen
class Location:
    """A range in this document, or in another file given by its path."""

    span: Span
    path: str = ""
