"""Words of the shell with their quotes, substitutions and heredocs, as every POSIX shell reads them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.lazy import pattern
from dockwright.text import Span


class Mistake(NamedTuple):
    """The range of a mistake, and its message; for a joining operator, the range to delete."""

    span: Span
    message: str
    superfluous: Span | None = None


class Found(Exception):
    def __init__(self, mistake: Mistake | None) -> None:
        super().__init__()
        self.mistake = mistake


_NOT_READ = pattern(r"(?<![\w./-])(?:case|esac|select|function|coproc|time)(?![\w./-])")
BLANK = pattern(r"(?:[ \t]|\\\n)+")
_DELIMITER = pattern(r"[ \t]*((?:[^\s;&|()<>'\"\\$`]|'[^'\n]*'|\"[^\"\n$`\\]*\"|\\.)+)")
_ENDS_WORD = frozenset(" \t\n;&|()<>")
_BACKQUOTED = pattern(r"`(?:[^`\\]|\\[\s\S])*`")
_PARAMETER = pattern(r"[#!]?\w+(?:[]:=?+%#/^,@[}-]|\Z)")
NEVER_CLOSED = "is never closed, so the shell reports a syntax error; close it"
_DEEPEST = 50


class _Heredoc(NamedTuple):
    delimiter: str
    tabs: bool
    expands: bool


class Words:
    """A text of which words are read; `at` is how far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.heredocs: list[_Heredoc] = []
        self.is_plain = _NOT_READ.search(text) is None

    def skip_blanks(self) -> None:
        if (blank := BLANK.match(self.text, self.at)) is not None:
            self.at = blank.end()

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Found(None)

    def stop(self, span: Span, message: str, superfluous: Span | None = None) -> None:
        raise Found(Mistake(span, message, superfluous) if self.is_plain else None)

    def commands(self, closer: str, opener: Span) -> None:
        """Read up to the parenthesis that closes them, or to the end."""
        raise NotImplementedError

    def redirected(self, found: re.Match[str], last: str) -> str:
        self.at = found.end()
        if self.text[self.at : self.at + 1] == "(" or "<<<" in self.text[found.start() : self.at + 1]:
            raise Found(None)  # of Bash
        if "<<" in found[0]:
            delimiter = _DELIMITER.match(self.text, self.at)
            if delimiter is None:
                raise Found(None)
            self.at = delimiter.end()
            self.heredocs.append(
                _Heredoc(
                    re.sub(r"['\"\\]", "", delimiter[1]), found[0].endswith("<<-"), not set("'\"\\") & set(delimiter[1])
                )
            )
        elif last == "closed":
            self.skip_blanks()
            self.word()
        return last if last == "closed" else "word"

    def skip_heredocs(self) -> None:
        for delimiter, tabs, expands in self.heredocs:
            start = self.at
            while True:
                end = self.text.find("\n", self.at)
                line = self.text[self.at : end if end >= 0 else len(self.text)]
                self.at += len(line) + (end >= 0)
                if (line.lstrip("\t") if tabs else line) == delimiter:
                    break
                if end < 0:
                    raise Found(None)
            if expands and not _is_balanced(self.text[start : self.at]):
                raise Found(None)
        self.heredocs = []

    def word(self) -> None:
        """Read a word with all its quotes and substitutions."""
        text, size = self.text, len(self.text)
        while self.at < size and text[self.at] not in _ENDS_WORD:
            here = text[self.at]
            if here == "'":
                self.quoted(text.find("'", self.at + 1))
            elif here == '"':
                self.double_quoted()
            elif here in "$`":
                self.substitution(in_quotes=False)
            else:
                self.at += 2 if here == "\\" else 1
        self.at = min(self.at, size)

    def quoted(self, end: int) -> None:
        if end < 0:
            self.open_quote(self.at)
        self.at = end + 1

    def open_quote(self, start: int) -> None:
        raise Found(Mistake(Span(start, start + 1), f"This quote {NEVER_CLOSED}"))

    def double_quoted(self) -> None:
        start, size = self.at, len(self.text)
        self.at += 1
        while self.at < size:
            here = self.text[self.at]
            if here == '"':
                self.at += 1
                return
            if here in "$`":
                self.substitution(in_quotes=True)
            else:
                self.at += 2 if here == "\\" else 1
        self.open_quote(start)

    def substitution(self, *, in_quotes: bool) -> None:
        self.deeper()
        self.expansion(in_quotes)
        self.depth -= 1

    def expansion(self, in_quotes: bool) -> None:
        start, text = self.at, self.text
        if text[start] == "`":
            end = _BACKQUOTED.match(text, start)
            if end is None:
                self.stop(Span(start, start + 1), f"This backquote {NEVER_CLOSED}")
            self.at = end.end() if end is not None else len(text)
        elif text.startswith("$((", start):
            self.arithmetic(start)
        elif text.startswith("$(", start):
            self.at += 2
            self.commands(")", Span(start, start + 2))
            self.at += 1
        elif text.startswith("${", start):
            self.parameter(start, in_quotes)
        elif text.startswith("$'", start) and not in_quotes:
            raise Found(None)  # of Bash
        else:
            self.at += 1

    def arithmetic(self, start: int) -> None:
        self.at += 3
        depth = 2
        while depth:
            here = self.text[self.at : self.at + 1]
            if here in ("'", '"', "`", "\\") or (not here and not self.is_plain):
                raise Found(None)
            if not here:
                self.stop(Span(start, start + 3), f"This `$((` {NEVER_CLOSED}")
            depth += {"(": 1, ")": -1}.get(here, 0)
            self.at += 1

    def parameter(self, start: int, in_quotes: bool) -> None:
        self.at += 2
        if not _PARAMETER.match(self.text, self.at):
            raise Found(None)
        while True:
            here = self.text[self.at : self.at + 1]
            if here == "}":
                self.at += 1
                return
            if not here:
                self.stop(Span(start, start + 2), f"This `${{` {NEVER_CLOSED}")
            if here in ("'", '"') and in_quotes:
                raise Found(None)  # shells differ
            if here == "'":
                self.quoted(self.text.find("'", self.at + 1))
            elif here == '"':
                self.double_quoted()
            elif here in "$`":
                self.substitution(in_quotes=in_quotes)
            else:
                self.at += 2 if here == "\\" else 1


def _is_balanced(text: str) -> bool:
    """Whether substitutions in the text of a heredoc may all be closed there: shells differ where one is not."""
    return text.count("(") == text.count(")") and text.count("`") % 2 == 0 and text.count("{") == text.count("}")
