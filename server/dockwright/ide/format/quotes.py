"""Where blanks at the start of a continued line may change: outside of words, strings, and possible ones.

In doubt, a line is left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dockwright.syntax.nodes import Unit
from dockwright.syntax.tree import Tree

_FOREIGN = re.compile(r"powershell|pwsh|\bcmd\b|windows|nanoserver", re.IGNORECASE)
_ESCAPED_QUOTE = re.compile("[`\\\\^][\"']")
_SHELL_FORMS = frozenset({"RUN", "CMD", "ENTRYPOINT"})


def foreign(tree: Tree) -> bool:
    """Whether scripts of the file may be for a Windows shell, with other rules for quotes and escapes."""
    if tree.escape == "`":
        return True
    return any(_FOREIGN.search(instruction.text) for instruction in tree.all("SHELL", "FROM"))


def innermost(unit: Unit) -> Unit:
    """The instruction triggered by ONBUILD; otherwise the unit itself."""
    while unit.inner:
        unit = unit.inner
    return unit


def movable(unit: Unit, strange: bool) -> Callable[[int], bool]:
    """Return a function that tells whether the indentation of the line at a source offset may change.

    `strange` is the result of `foreign` for the file.
    """
    text, joined = unit.joined.string, unit.joined
    last = innermost(unit)
    words = [flag.span for each in _chain(unit) for flag in each.flags]
    words += [token.span for token in last.arguments]
    shell = _shell_start(last)
    if shell is not None:
        words = [span for span in words if span.start < shell]
    quoted = (_in_strange if strange else _in_shell)(text, joined.offset(shell)) if shell is not None else []
    places = dict(zip(joined.sources, joined.starts, strict=True))

    def may(source: int) -> bool:
        at = places.get(source)
        if at is None or any(span.start < source < span.end for span in words):
            return False
        if any(start < at <= end for start, end in quoted):
            return False
        indented = text[at : at + 1] in (" ", "\t")
        return indented or at == len(text) or _blank_before(text, at)

    return may


def separated(unit: Unit, source: int) -> bool:
    """Whether there is a blank before a continued line, so that it needs no indentation of its own."""
    at = dict(zip(unit.joined.sources, unit.joined.starts, strict=True)).get(source)
    return at is not None and _blank_before(unit.joined.string, at)


def _chain(unit: Unit) -> list[Unit]:
    return [unit, *(_chain(unit.inner) if unit.inner else ())]


def _blank_before(text: str, at: int) -> bool:
    """Whether there is an unescaped blank before an offset."""
    if at == 0 or text[at - 1] not in " \t":
        return False
    return len(text[: at - 1]) == len(text[: at - 1].rstrip("\\`^"))


def _shell_start(unit: Unit) -> int | None:
    """The source offset of the script of an instruction."""
    if unit.form == "string" and unit.name in _SHELL_FORMS and unit.arguments:
        return unit.arguments[0].span.start
    if unit.form == "health" and len(unit.arguments) > 1:
        return unit.arguments[1].span.start
    return None


def _in_strange(text: str, start: int) -> list[tuple[int, int]]:
    """Ranges in which either quote may be open, for an unknown shell."""
    found: list[tuple[int, int]] = []
    doubt = _ESCAPED_QUOTE.search(text, start)
    stop = doubt.start() if doubt else len(text)
    opened: dict[str, int] = {}
    for match in re.compile("[\"']").finditer(text, start, stop):
        before = opened.pop(match[0], None)
        if before is None:
            opened[match[0]] = match.start()
        else:
            found.append((before, match.start()))
    found += [(at, len(text)) for at in opened.values()]
    return [*found, (stop, len(text))] if doubt else found


_OPEN = re.compile(r"""\\.|\$'|\$\(|\$\{|['"`()}]|(?<![^\s;&|(])\#""", re.DOTALL)


def _in_shell(text: str, start: int) -> list[tuple[int, int]]:
    """Ranges in quotes or `${...}` with everything nested in them; the whole rest if that is not clear."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    at = start
    while match := _OPEN.search(text, at):
        at, mark = match.end(), match[0]
        top = stack[-1][0] if stack else ""
        if mark[0] == "\\":
            continue
        if mark == "$'" and top != '"':
            return [*found, (match.start(), len(text))]
        if mark == "'" or mark == "$'":
            if top == '"' or top == "${":
                continue
            close = text.find("'", at)
            if close < 0:
                return [*found, (match.start(), len(text))]
            found.append((match.start(), close))
            at = close + 1
        elif mark == "#":
            if not stack:
                return found
        elif mark in ('"', "`") and top == mark:
            found += _range(*stack.pop(), match.start())
        elif mark in ('"', "`", "$(", "${") or (mark == "(" and top != '"'):
            stack.append(("$(" if mark == "(" else mark, match.start()))
        elif (mark == ")" and top == "$(") or (mark == "}" and top == "${"):
            found += _range(*stack.pop(), match.start())
    nested = any(text.find(mark, begin, end) > 0 for begin, end in found for mark in ("$(", "`"))
    if (stack and any(kind in '"${' for kind, _ in stack)) or (nested and "esac" in text):
        return [(start, len(text))]
    return found


def _range(kind: str, begin: int, end: int) -> list[tuple[int, int]]:
    return [(begin, end)] if kind in ('"', "${") else []
