"""Where the text of a shell certainly breaks its grammar: what is never closed, closes nothing, or joins nothing.

It knows what every POSIX shell accepts. Where a text has more than that, such as `case`, nothing is said.
"""

from __future__ import annotations

from typing import NamedTuple

from dockwright.lazy import pattern
from dockwright.rules.shell._words_of_sh import BLANK, NEVER_CLOSED, Found, Mistake, Words
from dockwright.text import Span

_OPERATOR = pattern(r"&&|\|\||\|&|\||;;|;&(?!>)|;|&(?!>)")
_REDIRECTION = pattern(r"&>>?|\d*(?:<<-?|>>|<>|>\||[<>]&?)")
_JOINS = frozenset({"&&", "||", "|", "|&"})
_CLOSED_BY = {"if": "fi", "for": "done", "while": "done", "until": "done", "{": "}"}
_PARTS = {"if": "then", "for": "do", "while": "do", "until": "do"}
_BEFORE_COMMANDS = frozenset({"if", "while", "until", "then", "do", "else", "elif", "{", "!"})
_CLOSERS = frozenset(_CLOSED_BY.values())
_EMPTY = pattern(r"\([ \t]*\)")
_ESAC = pattern(r"\besac\b")


def mistake(text: str) -> Mistake | None:
    """The first certain mistake in a text; None if there is none, or it cannot be told."""
    try:
        _Reader(text).commands("", Span(0, 0))
    except Found as found:
        return found.mistake
    return None


class _Opened(NamedTuple):
    word: str
    span: Span
    has_part: bool = False


class _Reader(Words):
    def commands(self, closer: str, opener: Span) -> None:
        """Read up to the parenthesis that closes them, or to the end."""
        self.deeper()
        last, place, words_end = "", Span(self.at, self.at), self.at
        stack: list[_Opened] = []
        while True:
            self.skip_blanks()
            here = self.text[self.at : self.at + 1]
            if not here or (here == ")" and (closer or not self.is_plain)):
                break
            if here == "#":
                end = self.text.find("\n", self.at)
                self.at = end if end >= 0 else len(self.text)
            elif here == "\n":
                self.at += 1
                self.skip_heredocs()
                last = last if last in _JOINS else ""
            elif here == ")":
                self.stop(
                    Span(self.at, self.at + 1),
                    "This `)` closes nothing, so the shell reports a syntax error; remove it",
                )
            elif (found := _OPERATOR.match(self.text, self.at)) is not None:
                span = Span(*found.span())
                self.joined(found[0], last, span)
                last, place, self.at = found[0], span, span.end
            elif (found := _REDIRECTION.match(self.text, self.at)) is not None:
                last = self.redirected(found, last)
            elif here == "(":
                last = self.parenthesis(last)
            else:
                start = self.at
                self.word()
                last = self.placed(self.text[start : self.at], Span(start, self.at), last, stack)
            if last in ("word", "closed", "("):
                words_end = self.at
        if not self.is_plain and here:
            raise Found(None)
        if here or not closer:
            self.ended(last, place, words_end, stack, bool(here))
        if not here and closer:
            what = self.text[opener.start : opener.end]
            self.stop(opener, f"This `{what}` {NEVER_CLOSED}")
        self.depth -= 1

    def joined(self, operator: str, last: str, span: Span) -> None:
        """Check what comes before an operator."""
        if operator in (";;", ";&"):
            self.stop(span, f"The shell accepts `{operator}` only in a `case`; use `;`")
        if last in _JOINS or last in (";", "&"):
            message = f"The shell finds no command between `{last}` and `{operator}`; remove one of them"
            blank = BLANK.match(self.text, span.end)
            second = Span(span.start, blank.end() if blank is not None else span.end)
            self.stop(span, message, second if last == operator else None)
        if operator == "&" and not self.text[: span.start].strip():
            raise Found(None)  # PowerShell begins so
        if last in ("", "("):
            self.stop(span, f"The shell expects a command before `{operator}`; remove it")

    def ended(self, last: str, place: Span, words_end: int, stack: list[_Opened], is_closed: bool) -> None:
        """Check what is open at the end of commands."""
        if last in _JOINS:
            where = "the `(` ends" if is_closed else "the RUN ends"
            self.stop(
                place,
                f"The shell expects a command after `{last}`, and {where} here; remove it",
                Span(words_end, place.end),
            )
        if stack:
            self.unclosed(stack[-1])

    def unclosed(self, opened: _Opened) -> None:
        closer = _CLOSED_BY[opened.word]
        self.stop(opened.span, f"This `{opened.word}` has no `{closer}`, so the shell reports a syntax error; add it")

    def placed(self, word: str, span: Span, last: str, stack: list[_Opened]) -> str:
        """Follow the words that open and close compound commands; returns what came last then."""
        starts = last in ("", "(", ";", "&", *_JOINS) or last == "before"
        in_for = bool(stack) and stack[-1].word == "for" and not stack[-1].has_part
        if starts and word == "case" and not _ESAC.search(self.text, span.end):
            message = "This `case` has no `esac`, so the shell reports a syntax error; add it"
            raise Found(Mistake(span, message))
        if not self.is_plain or not (starts or last == "closed" or (word == "do" and in_for)):
            return "word"
        if starts and word in _CLOSED_BY:
            stack.append(_Opened(word, span, word == "{"))
            return "before" if word in _BEFORE_COMMANDS else "word"
        if word in ("then", "do") and (not stack or _PARTS.get(stack[-1].word) != word):
            raise Found(None)
        if word in ("then", "do"):
            stack[-1] = stack[-1]._replace(has_part=True)
        elif word in ("else", "elif"):
            if not stack or stack[-1].word != "if" or not stack[-1].has_part:
                raise Found(None)
            stack[-1] = stack[-1]._replace(has_part=word == "else")
        elif word in _CLOSERS:
            self.closed(word, span, stack)
            return "closed"
        elif last == "closed":
            raise Found(None)
        return "before" if word in _BEFORE_COMMANDS else "word"

    def closed(self, word: str, span: Span, stack: list[_Opened]) -> None:
        if not stack:
            self.stop(span, f"This `{word}` closes nothing, so the shell reports a syntax error; remove it")
        opened = stack.pop()
        if _CLOSED_BY[opened.word] != word:
            self.unclosed(opened)
        if not opened.has_part:
            part = _PARTS[opened.word]
            self.stop(opened.span, f"This `{opened.word}` has no `{part}`, so the shell reports a syntax error; add it")

    def parenthesis(self, last: str) -> str:
        """Read a subshell, or the parentheses behind the name of a function."""
        start = self.at
        empty = _EMPTY.match(self.text, start)
        if last == "word" and empty:
            self.at = empty.end()
            return "before"
        if last not in ("", "(", ";", "&", "before", *_JOINS) or self.text.startswith("((", start):
            raise Found(None)
        self.at += 1
        self.commands(")", Span(start, start + 1))
        self.at += 1
        return "closed"
