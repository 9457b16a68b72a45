"""Scripts as the lines of a heredoc, where the shell itself reads line breaks, continuations and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.shell.effects import is_obscure
from dockwright.refactors.shell.errexit import faithful, neutral
from dockwright.refactors.shell.joins import STATUS, UNKNOWN, leaves, outer_options
from dockwright.refactors.shell.segment import Segment
from dockwright.syntax.shell import AndOr, Command
from dockwright.syntax.tree import Tree
from dockwright.text import Span

SKIPS = "After an arithmetic error bash continues with the next line, so line ends matter"
INDENT = "    "
_WITH_HEREDOCS = (1, 4)


TOO_OLD = "The version in `# syntax=` has no heredocs; they need 1.4"


def why_no_heredoc(tree: Tree, config: Config) -> str | None:
    """Why a RUN of this file cannot have a heredoc."""
    if config.engine != "buildkit":
        return "Only BuildKit supports heredocs; other builders run empty text instead"
    directive = tree.zone.get("syntax")
    version = directive.value.rpartition(":")[2].partition("@")[0].removesuffix("-labs") if directive else ""
    numbers = version.split(".")
    if len(numbers) > 1 and all(number.isdigit() for number in numbers[:2]):
        if (int(numbers[0]), int(numbers[1])) < _WITH_HEREDOCS:
            return TOO_OLD
    elif directive and not version.isdigit() and version not in ("latest", "master"):
        return "Cannot tell whether the version in `# syntax=` has heredocs"
    if "\r" in tree.text.string:
        return "BuildKit keeps the CR of CRLF in a heredoc, which breaks the shell text; save with LF first"
    return None


def heredoc(lines: Sequence[str]) -> str:
    """A heredoc with these lines, from its marker to its terminator."""
    name = next(name for name in ("EOF", "EOT", "END", *(f"EOF{n}" for n in range(2, 99))) if name not in lines)
    return "\n".join([f"<<{name}", *lines, name])


def merged(segments: Sequence[Segment], notes: list[list[str]]) -> list[str] | Refusal:
    """The lines that run all of these, one after the other."""
    for segment in segments:
        if segment.skips_lines:
            return Refusal(SKIPS)
        if segment.heredoc is None and any(mark.text == "&" for mark in segment.script.body.separators):
            return Refusal("A command in the background cannot have its own line")
    outer = outer_options(segments)
    lines = [set_line(outer)] if outer else []
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        lines += notes[index - 1] if index else []
        shared = bool(outer) and segment.prelude == outer
        isolated = not last and leaves(segment, shared, segments[index + 1 :])
        found = _lines_under_errexit(segment, shared, last, isolated)
        if isinstance(found, Refusal):
            return found
        lines += found
    if lines[0].startswith("#!"):
        return Refusal("The heredoc would begin with `#!`, so another program would run it")
    return lines


def _lines_under_errexit(segment: Segment, shared: bool, last: bool, isolated: bool) -> list[str] | Refusal:
    own = segment.errexit != "on" and "e" in segment.prelude
    plain = shared or segment.errexit == "on" or own or neutral(segment.script.body)
    items = segment.items if shared else segment.script.body.items
    text = lines_of(segment, items)
    if plain and not isolated:
        ending = None if last else _ending(segment, items[-1])
        apart = ending is not None and (ending[0] == "(" or segment.heredoc is not None)
        if not segment.ends_as_before(subshell=apart, errexit=True):
            return Refusal(STATUS)
        if ending is None:
            return text
        if segment.heredoc is not None:
            return ["(", *text, ")"]
        return [*lines_of(segment, items[:-1]), *ending]
    if not plain and segment.errexit == "unknown":
        return Refusal(UNKNOWN)
    if not segment.ends_as_before(subshell=True, errexit=True):
        return Refusal(STATUS)
    if segment.heredoc is not None and is_obscure(segment.script):
        return Refusal("A command with unknown effects on the shell could change how later lines are read")
    off = [] if plain else ["set +e"]
    if segment.heredoc is not None:
        return ["(", *off, *text, ")"]
    return ["(", *(INDENT + line for line in (*off, *text)), ")"]


def _ending(segment: Segment, item: Command | AndOr) -> list[str] | None:
    """Lines for a last command whose failure `set -e` ignores in some cases; None if it never does."""
    if faithful(item):
        return None
    if isinstance(item, AndOr) and item.only_and and all(faithful(each) and neutral(each) for each in item.items):
        return lines_of(segment, item.items)
    return ["(", *lines_of(segment, [item]), ")"]


def lines_of(segment: Segment, items: Sequence[Command | AndOr]) -> list[str]:
    """Commands, each on its own lines, with the comments before them."""
    if not items:
        return []
    if segment.heredoc is not None:
        return _lines_of_heredoc(segment, items)
    lines: list[str] = []
    comments = list(segment.instruction.comments)
    if segment.items and items[0].span.start > segment.script.body.items[0].span.start:
        comments = [note for note in comments if note.span.start >= _line_before(segment, items[0])]
    for item in items:
        end = segment.source(item.span).end
        while comments and comments[0].span.start < end:
            lines.append(f"# {comments.pop(0).value}".rstrip())
        lines += continued(segment, item.span)
    if items[-1].span.end >= segment.script.body.span.end:
        lines += [f"# {note.value}".rstrip() for note in comments]
    return lines


def _line_before(segment: Segment, item: Command | AndOr) -> int:
    """The end of what precedes a command, so that comments after that belong to the command."""
    before = [each.span.end for each in segment.script.body.items if each.span.end <= item.span.start]
    return segment.source(Span(max(before) - 1, max(before))).end if before else 0


def _lines_of_heredoc(segment: Segment, items: Sequence[Command | AndOr]) -> list[str]:
    text = segment.script.text
    first = text.rfind("\n", 0, items[0].span.start) + 1
    if text[first : items[0].span.start].strip():
        first = items[0].span.start
    else:
        above = text[:first].split("\n")[:-1]
        while above and (not above[-1].strip() or above[-1].lstrip().startswith("#")):
            first -= len(above.pop()) + 1
    last = items[-1] is segment.script.body.items[-1] or items[-1].span.end >= segment.script.body.items[-1].span.end
    end = len(text) if last else text.find("\n", items[-1].span.end)
    return text[first : end if end >= 0 else len(text)].rstrip("\n").split("\n")


def continued(segment: Segment, span: Span) -> list[str]:
    """The lines of a command, broken as in the source, with the shell's own continuations."""
    unit = segment.instruction.unit
    start, end = unit.rest + span.start, unit.rest + span.end
    words = list(_words(segment, span))
    breaks = [at for at in unit.joined.starts if start < at < end and not any(a < at - unit.rest < b for a, b in words)]
    string = unit.joined.string
    base = _indentation(segment, start)
    lines = []
    for begin, stop in zip([start, *breaks], [*breaks, end], strict=True):
        line = string[begin:stop]
        if begin > start:
            line = line.removeprefix(base)
        lines.append(line.rstrip() + " \\" if stop < end else line)
    return [line for line in lines if line != " \\"]


def _words(segment: Segment, span: Span) -> Iterator[Span]:
    """The words in a range, inside which a line must not be broken, because it may be in quotes."""
    for word in segment.script.words():
        if word.span.start >= span.start and word.span.end <= span.end:
            yield word.span
    for node in segment.script.nodes():
        for item in getattr(node, "assignments", ()):
            yield item.span


def _indentation(segment: Segment, start: int) -> str:
    """The indentation of a command, if it begins a line."""
    joined = segment.instruction.unit.joined
    at = max(place for place in joined.starts if place <= start)
    before = joined.string[at:start]
    return before[: len(before) - len(before.lstrip(" \t"))] if at else ""


def set_line(options: frozenset[str]) -> str:
    """The command that enables these options."""
    letters = "".join(sorted(options & {"e", "u", "x"}))
    return f"set -{letters}o pipefail" if "pipefail" in options else f"set -{letters}"
