"""An open document: its text, the snapshot made from it, and positions in the client's encoding."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from dockwright.config import Config
from dockwright.l10n.catalogue import catalogue
from dockwright.l10n.parts import said
from dockwright.lsp import uris
from dockwright.lsp.client import Client
from dockwright.lsp.engine import Plain, ask, configured, host_file, ignore_file, snapshot_of
from dockwright.text import Edit, Span, Text

if TYPE_CHECKING:
    from lsprotocol import types

    from dockwright.embedded.values import Unread
    from dockwright.findings.report import Report
    from dockwright.ide.hosts.snapshot import HostSnapshot
    from dockwright.ide.ignore_files.snapshot import IgnoreSnapshot
    from dockwright.ide.snapshot import Snapshot

_SERIALS = itertools.count(1)
_LONGEST_TYPED = 200
"""Characters; a longer text was pasted."""
_LONGEST_KEY = 2
"""Characters that a key writes, besides blanks: a bracket or a quote may come with the one that closes it."""

IGNORE_FILES = (".dockerignore", ".containerignore")
_OTHERS = (".hcl", ".json", ".md", ".yaml", ".yml")


class Document:
    """Mutable, but everything it refers to is immutable: an edit replaces the snapshot."""

    def __init__(self, uri: str, version: int, language: str, string: str, client: Client, config: Config) -> None:
        self.uri = uri
        self.version = version
        self.language = language
        self.client = client
        self.config = config
        self.serial = next(_SERIALS)
        """Distinguishes documents that were closed and opened again."""
        self.edits = 0
        """Counts the texts and settings of this document."""
        self.rendered: Any = None
        """The last findings sent; see `diagnostics`."""
        self.context: Any = None
        """The build context, once it is known; for an ignore file, the effects of its lines."""
        self.typing: int | None = None
        """The offset where the user types; errors in unfinished text are held back."""
        self.by_key = False
        """Whether the last edit is a single keystroke."""
        self.written_from = 0
        """The start of the text that was typed without a pause: the start of a line."""
        self.found_before: Any = None
        """The findings in the document before that."""
        self.withholds = False
        """Whether findings are held back."""
        self.rested = False
        """Whether the user has paused: then only findings in the instruction at the cursor are held back."""
        self._checked: tuple[Any, bool] = (None, False)
        """The snapshot that was tested last, and whether it is checked."""
        self.inline: Sequence[Document] = ()
        """The embedded Dockerfiles; see `lsp/inline`."""
        self.unread: Sequence[Unread] = ()
        """Embedded Dockerfiles that are not checked."""
        self._opened = string
        self.snapshot = self._analysed(string)

    @cached_property
    def is_dockerfile(self) -> bool:
        """Whether it is analysed: ignore files and other languages are not Dockerfiles."""
        if self.language in ("ignore", "dockerignore") or self.is_ignore_file:
            return False
        # An editor without an extension for HCL or YAML calls such a file `plaintext`, so that only its name tells.
        by_name = self.language != "dockerfile" and uris.name(self.uri).lower().endswith(_OTHERS)
        return not by_name and not self.language.startswith(
            ("dockercompose", "docker-compose", "dockerbake", "yaml", "json", "hcl", "markdown")
        )

    @cached_property
    def host_kind(self) -> str:
        """The kind of host file, such as Compose; empty for others."""
        if self.is_dockerfile or self.is_ignore_file:
            return ""
        from dockwright.context.hosts.kinds import kind_of

        return kind_of(unquote(urlsplit(self.uri).path), self._opened)

    @property
    def is_checked(self) -> bool:
        """Whether it is checked and formatted: not for a template or another file with the language Dockerfile."""
        known, checked = self._checked
        if known is not self.snapshot:
            unchecked = ask("not_dockerfile", "unchecked") if self.is_dockerfile else None
            checked = unchecked is None or not unchecked(getattr(self.snapshot, "tree", None), uris.name(self.uri))
            checked = checked and (self.is_dockerfile or self.is_ignore_file)
            self._checked = (self.snapshot, checked)
        return checked

    @cached_property
    def is_ignore_file(self) -> bool:
        """Whether it is an ignore file of a build; those of other tools are not handled."""
        return uris.name(self.uri).endswith(IGNORE_FILES)

    def change(self, version: int, changes: list[Mapping[str, Any]]) -> None:
        """Apply the content changes of `didChange`, one after the other."""
        encoding = self.client.encoding
        here, whole = self.typing, self.snapshot.text
        for change in changes:
            new = change["text"]
            if not isinstance(new, str):
                raise TypeError("the text of a change is not a string")
            if (place := change.get("range")) is None:
                self.snapshot = self._analysed(new)
                continue
            start, end = place["start"], place["end"]
            text = self.snapshot.text
            first = text.offset(start["line"], start["character"], encoding)
            last = text.offset(end["line"], end["character"], encoding)
            self.snapshot = self.snapshot.edited((Edit(Span(min(first, last), max(first, last)), new),))
        self.version = version
        self.edits += 1
        self.typing, self.rested = self._typed(changes), False
        self.by_key = self.typing is not None and _is_key(changes[0])
        if self.typing is not None:
            self.written_from = self._written_from(changes[0]["range"], here, whole)

    def shown(self) -> Report:
        """The findings to report: all except those held back."""
        snapshot: Any = self.snapshot
        if self.typing is None or (find := ask("typing_state", "without_unfinished")) is None:
            self.withholds = False
            return self.snapshot.report
        is_typed = self.by_key and not self.rested
        report: Report = snapshot.typed_report if is_typed else snapshot.report
        shown = self.rendered.report if self.rendered else None
        place = self.typing, self.written_from
        found: Report = find(snapshot, *place, shown, self.found_before, report=report, rested=self.rested)
        self.withholds = is_typed or found is not report
        return found

    def rest(self) -> bool:
        """The user pauses; returns whether there is something to report now."""
        self.rested = True
        changed = self.rendered is None or self.shown().sections != self.rendered.report.sections
        self.edits += changed
        return changed

    def moved_on(self, line: int | None = None) -> bool:
        """The user has paused for long, saved, or moved to a line; returns whether there is something to report now."""
        if self.typing is None or self.snapshot.text.line_of(self.typing) == line:
            return False
        self.typing = None
        self.edits += self.withholds
        return self.withholds

    def configure(self, config: Config) -> bool:
        """Use other settings; returns whether they differ from the previous ones."""
        changed = config != self.config
        if changed:
            self.config = config
            self.edits += 1
            self.rendered = None
            if not isinstance(self.snapshot, Plain):
                self.snapshot = configured(self.snapshot, config)
        return changed

    def place(self, context: Any) -> bool:
        """Another build context; whether there is something to report anew."""
        if isinstance(self.snapshot, Plain) or self.context is context:
            return False
        before = self.snapshot.findings
        self.context = context
        self.snapshot = self.snapshot.placed(context)
        self.edits += 1
        return self.snapshot.findings != before

    def remark(self, remarks: Any) -> bool:
        """What ShellCheck says of this very text; whether there is something to report anew."""
        if self.is_ignore_file or not self.is_dockerfile:
            return False
        snapshot: Any = self.snapshot
        before = snapshot.findings
        self.snapshot = snapshot.remarked(remarks)
        changed = bool(self.snapshot.findings != before)
        self.edits += changed
        return changed

    def say(self, english: str) -> str:
        """What is told to the author, in the language of the settings or the editor."""
        return said(catalogue(self.config.locale), english)

    def renew(self) -> None:
        """Analyse the text anew, without anything that was kept from before."""
        self.rendered = None
        self.snapshot = self._analysed(self.snapshot.text.string)

    def offset(self, position: types.Position) -> int:
        """The offset of a position the client sent."""
        return self.snapshot.text.offset(position.line, position.character, self.client.encoding)

    def span(self, place: types.Range) -> Span:
        """The span of a range the client sent; a reversed one is turned round."""
        first, last = self.offset(place.start), self.offset(place.end)
        return Span(min(first, last), max(first, last))

    def in_file(self, span: Span) -> tuple[Text, Span]:
        """The text of the file and a span as one of that: another where the document stands within a file."""
        return self.snapshot.text, span

    def written(self, edits: Sequence[Edit]) -> Sequence[Edit] | None:
        """Edits as edits of the file; None where they cannot be."""
        return edits

    @property
    def file(self) -> Document:
        """The document of the file."""
        return self

    def spelled(self, text: str) -> str:
        """How the file writes a text."""
        return text

    @property
    def whole(self) -> Span:
        """All of it."""
        return Span(0, len(self.snapshot.text))

    def range(self, span: Span) -> types.Range:
        """A span as the client counts."""
        from lsprotocol import types  # known to whoever asks for one, and not loaded before

        text, span = self.in_file(span)
        start = text.position(span.start, self.client.encoding)
        end = text.position(span.end, self.client.encoding)
        return types.Range(types.Position(*start), types.Position(*end))

    def _typed(self, changes: list[Mapping[str, Any]]) -> int | None:
        """Where one change ended that may be typed: a word, or the end of a line."""
        if len(changes) != 1 or "range" not in changes[0] or not (self.is_dockerfile and self.client.hears_of_rests):
            return None
        new = changes[0]["text"]
        if len(new) > _LONGEST_TYPED or new.strip("\r\n").count("\n"):
            return None
        start = changes[0]["range"]["start"]
        return self.snapshot.text.offset(start["line"], start["character"], self.client.encoding) + len(new)

    def _written_from(self, replaced: Mapping[str, Any], here: int | None, before: Text) -> int:
        """The start of what was written in one go: of the edit's line, or further up when it goes on from `here`."""
        starts = self.snapshot.text.starts
        first: int = starts[min(replaced["start"]["line"], len(starts) - 1)]
        if here is None or not replaced["start"]["line"] <= before.line_of(here) <= replaced["end"]["line"]:
            make = ask("typing_state", "Before")
            self.found_before = make(self.rendered.snapshot.typed_report) if self.rendered and make else None
            return first
        return min(self.written_from, first)

    def _analysed(self, string: str) -> Snapshot | IgnoreSnapshot | HostSnapshot | Plain:
        if self.is_ignore_file:
            return ignore_file(string, self.context)
        if self.host_kind:
            return host_file(string, self.context, self.config)
        if not self.is_dockerfile:
            return Plain(Text.of(string))
        made = snapshot_of(string, self.config)
        return made if self.context is None else made.placed(self.context)


def _is_key(change: Mapping[str, Any]) -> bool:
    """Whether a change is that of a single key."""
    start, end = change["range"]["start"], change["range"]["end"]
    in_line: bool = start["line"] == end["line"] and end["character"] - start["character"] <= 1
    return in_line and len(change["text"].strip()) <= _LONGEST_KEY
