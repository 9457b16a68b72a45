"""What can be completed at the cursor of a host file, from the surrounding text, which is incomplete while typing."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from dockwright.lazy import pattern
from dockwright.text import Span

Wanted = Literal[
    "target",
    "arg",
    "dockerfile",
    "context",
    "secret",
    "ssh",
    "platform",
    "named_context",
    "member",
    "parent",
    "service",
]
"""`member` of a group of Bake: a target or group. `parent`: a target of Bake, also one that is linked as a context."""
_LISTS: dict[str, dict[str, tuple[Wanted, str]]] = {
    "compose": {
        "args": ("arg", ": "), "secrets": ("secret", ""), "ssh": ("ssh", ""), "platforms": ("platform", ""),
        "additional_contexts": ("named_context", ": "),
    },
    "workflow": {
        "build-args": ("arg", "="), "secrets": ("secret", "="), "secret-files": ("secret", "="),
        "secret-envs": ("secret", "="), "ssh": ("ssh", ""), "platforms": ("platform", ""),
        "build-contexts": ("named_context", "="),
    },
}  # fmt: skip
"""What stands in the lists and mappings of a kind of file, by their keys, and what follows a name there."""

_KEY = pattern(r"([ \t]*)((?:-[ \t]+)*)([\"']?[\w.-]+[\"']?)[ \t]*:(?=\s|$)")
_VALUE = pattern(r"[ \t]*(?:-[ \t]+)?(target|dockerfile|file|context)[ \t]*:[ \t]+[\"']?([^\s\"'#{}\[\],]*)\Z")
_ITEM = pattern(r"([ \t]*)((?:-[ \t]+)?)[\"']?([\w./-]*)\Z")
_HCL_VALUE = pattern(r"[ \t]*(target|dockerfile|context)[ \t]*=[ \t]*\"([^\"$]*)\Z")
_HCL_ARGS = pattern(r"\bargs[ \t]*=[ \t]*\{[^{}]*\Z")
_HCL_LIST = pattern(r"\b(secret|ssh|platforms)[ \t]*=[ \t]*\[[^\[\]]*\"(?:[\w=,]*\bid=)?([\w./-]*)\Z")
_NAMES = pattern(r"\b(targets|inherits)\b\"?[ \t]*[=:][ \t]*\[[^\[\]]*\"([\w-]*)\Z")
_LINK = pattern(r"\bcontexts\b\"?[ \t]*[=:][ \t]*\{[^{}]*\"target:([\w-]*)\Z")
_SERVICE = pattern(r"[ \t]*[\w.-]+[ \t]*:[ \t]+[\"']?service:([\w.-]*)\Z")
_HCL_BLOCK = pattern(r"^(?:target|group)[ \t]+\"?([\w.-]+)\"?[ \t]*\{", 8)
_HCL_ITEM = pattern(r"[ \t]*(\"?)(\w*)\Z")
_JSON_VALUE = pattern(r"[\s\S]*\"(target|dockerfile|dockerFile|context)\"\s*:\s*\"([^\"\n]*)\Z")
_JSON_ARGS = pattern(r"\"args\"\s*:\s*\{[^{}]*[{,]\s*\"(\w*)\Z")


class Slot(NamedTuple):
    """The kind of value at the cursor, its range, and the part of the file about the same build."""

    wanted: Wanted
    typed: Span
    around: Span
    name: str = ""
    """The service or target; empty if there is none."""
    after: str = ""
    """Text to insert after an accepted name."""


def slot_at(kind: str, path: str, text: str, offset: int) -> Slot | None:
    """The slot at `offset` in a file of this kind."""
    if path.endswith(".hcl"):
        return _in_hcl(text, offset)
    return _in_json(text, offset) if path.endswith(".json") else _in_yaml(kind, text, offset)


def _line(text: str, offset: int) -> str:
    return text[text.rfind("\n", 0, offset) + 1 : offset]


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _in_hcl(text: str, offset: int) -> Slot | None:
    block = next(iter([*_HCL_BLOCK.finditer(text, 0, offset)][-1:]), None)
    if block is None:
        return None
    following = _HCL_BLOCK.search(text, offset)
    around, name = Span(block.start(), following.start() if following else len(text)), block[1]
    line = _line(text, offset)
    if found := _HCL_VALUE.match(line):
        return Slot(_wanted(found[1]), Span(offset - len(found[2]), offset), around, name)
    if listed := _HCL_LIST.search(text, block.start(), offset):
        wanted: Wanted = "platform" if listed[1] == "platforms" else "ssh" if listed[1] == "ssh" else "secret"
        return Slot(wanted, Span(offset - len(listed[2]), offset), around, name)
    if slot := _bake_name(text, block.start(), offset):
        return slot._replace(around=around, name=name)
    item = _HCL_ITEM.match(line)
    if item and _HCL_ARGS.search(text, block.start(), offset):
        return Slot("arg", Span(offset - len(item[2]), offset), around, name, "" if item[1] else " = ")
    return None


def _bake_name(text: str, start: int, offset: int) -> Slot | None:
    """The name of a target or group in a Bake file."""
    if found := _NAMES.search(text, start, offset):
        wanted: Wanted = "member" if found[1] == "targets" else "parent"
        return Slot(wanted, Span(found.start(2), offset), Span(0, len(text)))
    linked = _LINK.search(text, start, offset)
    return Slot("parent", Span(linked.start(1), offset), Span(0, len(text))) if linked else None


def _in_json(text: str, offset: int) -> Slot | None:
    whole = Span(0, len(text))
    before = text[max(0, offset - 5_000) : offset]
    if found := _JSON_VALUE.match(before):
        return Slot(_wanted(found[1].lower()), Span(offset - len(found[2]), offset), whole)
    if found := _JSON_ARGS.search(before):
        return Slot("arg", Span(offset - len(found[1]), offset), whole)
    return _bake_name(text, max(0, offset - 5_000), offset)


def _wanted(key: str) -> Wanted:
    return "target" if key == "target" else "context" if key == "context" else "dockerfile"


def _in_yaml(kind: str, text: str, offset: int) -> Slot | None:
    line = _line(text, offset)
    start = offset - len(line)
    if found := _VALUE.match(line):
        above = _above(text, start, _indent(line))
        wanted, typed, after = _wanted(found[1]), Span(offset - len(found[2]), offset), ""
        if (found[1] == "file") != (kind == "workflow" and _wanted(found[1]) == "dockerfile"):
            return None
    elif found := _SERVICE.match(line):
        above = _above(text, start, _indent(line))
        wanted, typed, after = "service", Span(offset - len(found[1]), offset), ""
        if not above or above.pop()[0] != "additional_contexts":
            return None
    elif item := _ITEM.match(line):
        # a list may be below its key without indentation
        above = _above(text, start, len(item[1]) + bool(item[2]))
        named = _LISTS.get(kind, {}).get(above.pop()[0]) if above else None
        if named is None or (named[0] in ("secret", "ssh", "platform") and kind == "compose" and not item[2]):
            return None
        (wanted, after), typed = named, Span(offset - len(item[3]), offset)
        after = "=" if after == ": " and item[2] else after
    else:
        return None
    keys = [key for key, _ in above]
    if kind == "compose" and len(keys) > 2 and keys[-1] == "build" and keys[-3] == "services":
        return Slot(wanted, typed, _below(text, above[-2][1]), keys[-2], after)
    if kind == "workflow" and keys[-1:] == ["with"]:
        return Slot(wanted, typed, _step(text, above[-1][1]), "", after)
    return None


def _indent(line: str) -> int:
    """The column of the first key or value on a line, after the dashes of lists."""
    found = re.match(r"[ \t]*(?:-[ \t]+)*", line)
    return found.end() if found else 0


def _above(text: str, start: int, column: int) -> list[tuple[str, int]]:
    """The keys above a line that begins in a column, outermost first, and the starts of their lines."""
    found: list[tuple[str, int]] = []
    at = start
    while at > 0 and column > 0:
        at = text.rfind("\n", 0, at - 1) + 1
        match = _KEY.match(text, at)
        if match is None or match.start(3) - at >= column:
            continue
        found.append((match[3].strip("\"'"), at))
        # In a list, the keys above are left of its dash.
        column = len(match[1]) if match[2] else match.start(3) - at
    return found[::-1]


def _below(text: str, start: int) -> Span:
    """A line, and those after it with more indentation."""
    first = _line_at(text, start)
    column, at = len(first) - len(first.lstrip()), start + len(first) + 1
    while at < len(text):
        line = _line_at(text, at)
        if line.strip() and not line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= column:
            break
        at += len(line) + 1
    return Span(start, min(at, len(text)))


def _step(text: str, start: int) -> Span:
    """The list item that contains the line of a key, from its dash on."""
    column, at = _indent(_line_at(text, start)), start
    while at > 0:
        line = _line_at(text, at)
        dash = len(line) - len(line.lstrip())
        if line.lstrip().startswith("- ") and dash < column and _indent(line) <= column:
            return _below(text, at)
        at = text.rfind("\n", 0, at - 1) + 1
    return Span(start, start)
