"""Completion in RUN, CMD and ENTRYPOINT; in shell scripts only heredocs, exec forms and package names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dockwright.ide.completion import projects
from dockwright.ide.completion.commands import forms
from dockwright.ide.completion.image_paths import of_folders, of_start
from dockwright.ide.completion.packages import packages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.commands.packages import invocation
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import parse_shell
from dockwright.text import Span

_MARKERS = {"<<EOF": "", "<<'EOF'": "variables are not expanded"}
_SEPARATOR = re.compile(r"&&|\|\||[;|&(){}]|\b(?:then|do|else)\b")
_CD = re.compile(r"(?:\A|[\s;&|({])cd\s+")


def shell(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterable[Completion]:
    """Proposals for `word` in a shell script or an exec form."""
    last = max((flag.span.end for flag in instruction.flags), default=instruction.keyword.span.end)
    before = snapshot.text.slice(Span(min(last, word.start), word.start))
    if instruction.name == "RUN":
        if typed.startswith("<<"):
            return heredocs(snapshot, instruction, word)
        changes = _CD.findall(before)
        if changes and before.endswith(changes[-1]):
            return of_folders(snapshot, instruction, word, typed) if typed[:1] == "/" or len(changes) == 1 else ()
        packages_there = _packages(snapshot, instruction, before, word, typed)
        return [*packages_there, *projects.scripts(snapshot, before, word, typed)]
    if found := list(of_start(snapshot, instruction, word, typed)):
        return found
    if before.strip() or typed not in ("", "["):
        return ()
    return _exec_forms(snapshot, instruction, word, typed)


def heredocs(snapshot: Snapshot, instruction: Instruction, word: Span) -> Iterator[Completion]:
    """A heredoc with its terminator, unless there is one already; for COPY and ADD with a target.

    None after a complete `<<EOF`: Enter has to insert a line break there, and the body may be typed by hand.
    """
    follows = snapshot.text.string[word.end : word.end + 1].strip()
    closed = any(item.terminator or not item.marker.touches(word.end) for item in instruction.heredocs)
    if follows or closed:
        return
    newline = "\r\n" if "\r\n" in snapshot.text.string else "\n"
    target = "" if instruction.name == "RUN" else " ${1:/path}"
    markers = {"<<EOF": ""} if instruction.name == "RUN" else _MARKERS  # the shell expands variables in either
    for order, (marker, detail) in enumerate(markers.items()):
        new = f"{marker}{target}{newline}$0{newline}EOF"
        yield Completion(marker, "snippet", word, new, is_snippet=True, detail=detail, sort_text=f"{order:02}")


def closing_word(snapshot: Snapshot, instruction: Instruction, before: str, offset: int) -> Iterator[Completion]:
    """The terminator of an open heredoc, at the start of a line."""
    heredoc = instruction.heredocs[0] if len(instruction.heredocs) == 1 else None
    if heredoc is None or heredoc.terminator is not None:
        return
    typed = before.lstrip("\t") if heredoc.chomp else before
    end = snapshot.text.line_span(snapshot.text.line_of(offset)).end
    if typed and heredoc.name.startswith(typed) and offset == end:
        word = Span(offset - len(typed), offset)
        yield Completion(heredoc.name, "keyword", word, heredoc.name, detail="ends the heredoc")


def _exec_forms(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """Arrays with placeholders: commands of the image's language, then one for any program."""
    closed = typed == "[" and snapshot.text.string[word.end : word.end + 1] == "]"
    span = Span(word.start, word.end + closed)
    for order, (label, snippet) in enumerate(forms(snapshot, instruction)):
        yield Completion(label, "snippet", span, snippet, is_snippet=True, sort_text=f"{order:02}")


def _packages(
    snapshot: Snapshot, instruction: Instruction, before: str, word: Span, typed: str
) -> Iterator[Completion]:
    """Package names after the install command of a known package manager."""
    if typed.startswith("-") or not re.fullmatch(r"[\w.+@/-]*", typed):
        return
    escape = re.escape(snapshot.tree.escape)
    joined = re.sub(rf"{escape}[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*", " ", before)
    last = _SEPARATOR.split(joined)[-1]
    if re.search(r"['\"`$<>\n]", last):
        return
    commands = parse_shell(f"{last.strip()} x").simple_commands()
    call = invocation(commands[0].command) if len(commands) == 1 else None
    if call is None or call.action != "install" or not any(package.name == "x" for package in call.packages):
        return
    given = {package.name for package in call.packages}
    yield from packages(snapshot, instruction, call.manager.family, given, word, typed)
