"""What an own rule finds in the commands of a RUN."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.config import OwnRule
from dockwright.findings.own.patterns import fits
from dockwright.findings.shell.run_commands import commands
from dockwright.image.run_body import Body, Note, value
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.syntax.shell import Simple, Word
from dockwright.text import Edit, Span

_TITLE = "Change to {}"


class _Called(NamedTuple):
    """A command, and the words in it that fit those of a pattern, the program first."""

    words: tuple[Word, ...]
    pattern: tuple[str, ...]


def notes(given: OwnRule, body: Body) -> Iterator[Note]:
    """What fits in shell text."""
    for command in commands(body):
        if not command.name or any(_is_given(command, one) for one in given.without):
            continue
        if fits(" ".join(map(value, command.words)), given.unless):
            continue
        call = invocation(command) if given.package or given.command else None
        called = _called(given, command, call)
        if called is None:
            continue
        if given.package:
            yield from _packages(given, call)
        elif given.argument:
            yield from _arguments(given, command)
        else:
            span = Span(called.words[0].span.start, max(word.span.end for word in called.words))
            yield _note(given, span, _edits(called, given.replacement))


def _called(given: OwnRule, command: Simple, call: Invocation | None) -> _Called | None:
    for text in given.command:
        pattern = tuple(text.split())
        words = _fitting(pattern, command, call)
        if words:
            return _Called(words, pattern)
    return None if given.command else _Called(command.words[:1], ())


def _fitting(pattern: tuple[str, ...], command: Simple, call: Invocation | None) -> tuple[Word, ...]:
    """The words of a command that fit those of a pattern; none where any is not there."""
    name = command.name or ""
    if not fits(name, pattern[:1]) and not fits(name.rpartition("/")[2], pattern[:1]):
        return ()
    if call is not None:
        operands = (*call.subcommand_words, *call.arguments.operands)
    else:
        operands = tuple(word for word in command.arguments if not value(word).startswith("-"))
    found, at = [command.words[0]], 0
    for one in pattern[1:]:
        if one.startswith("-"):
            word = next((word for word in command.arguments if _is_option(value(word), one)), None)
        else:
            word = operands[at] if at < len(operands) and fits(value(operands[at]), (one,)) else None
            at += 1
        if word is None:
            return ()
        found.append(word)
    return tuple(found)


def _is_option(text: str, pattern: str) -> bool:
    """Whether a word is an option; of letters in one word, the first is one for sure."""
    option = text.partition("=")[0] if text.startswith("--") else text
    return fits(text, (pattern,)) or fits(option, (pattern,)) or (text[1:2] != "-" and fits(text[:2], (pattern,)))


def _is_given(command: Simple, pattern: str) -> bool:
    """Whether a command may have a word; a letter anywhere among others may be the option."""
    return any(
        _is_option(text, pattern)
        or (text[:1] == "-" and text[1:2] != "-" and any(fits(f"-{letter}", (pattern,)) for letter in text[1:]))
        for text in map(value, command.arguments)
    )


def _packages(given: OwnRule, call: Invocation | None) -> Iterator[Note]:
    for package in call.packages if call is not None and call.action == "install" else ():
        if package.kind == "package" and fits(package.name, given.package) and not fits(package.name, given.unless):
            name = Span(package.span.start, package.span.start + len(package.name))
            exact = package.word.text.startswith(package.name) and given.replacement
            yield _note(given, package.span, (Edit(name, given.replacement),) if exact else ())


def _arguments(given: OwnRule, command: Simple) -> Iterator[Note]:
    for word in command.arguments:
        if fits(value(word), given.argument) and not fits(value(word), given.unless):
            exact = word.text == word.literal and given.replacement
            yield _note(given, word.span, (Edit(word.span, given.replacement),) if exact else ())


def _edits(called: _Called, replacement: str) -> tuple[Edit, ...]:
    """Word by word where there are as many, else all at once where nothing stands between the words."""
    new = replacement.split()
    words = called.words
    if not new or any(word.text != word.literal for word in words):
        return ()
    if len(new) == len(words):
        pairs = zip(words, called.pattern, new, strict=True)
        return tuple(Edit(word.span, text) for word, old, text in pairs if old != text and word.text != text)
    ends = [word.span.end for word in words]
    if any(word.span.start - end != 1 for word, end in zip(words[1:], ends, strict=False)):
        return ()
    return (Edit(Span(words[0].span.start, ends[-1]), replacement),)


def _note(given: OwnRule, span: Span, edits: tuple[Edit, ...]) -> Note:
    return Note(span, given.message, _TITLE.format(given.replacement), edits, safe=False)
