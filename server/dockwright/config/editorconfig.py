"""`.editorconfig` files: the properties that apply to a path (https://spec.editorconfig.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

NAME = ".editorconfig"
_LONGEST = 64_000
_LONGEST_PATTERN = 200


def properties(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The properties of a file, names and values in lower case.

    `files` yields, from the file's folder upwards, the path of the file relative to each folder and the text of the
    `.editorconfig` there. It is not read further after one with `root = true`.
    """
    found: dict[str, str] = {}
    for path, text in files:
        here: dict[str, str] = {}
        root = False
        for section, name, value in _entries(text[:_LONGEST]):
            if section is None:
                root = root or (name == "root" and value == "true")
            elif _fits(path, section):
                here[name] = value
        found = {**here, **found}
        if root:
            break
    return {name: value for name, value in found.items() if value != "unset"}


def indent(found: dict[str, str]) -> str:
    """A tab, some spaces, or empty if the properties do not set it."""
    if found.get("indent_style") == "tab":
        return "\t"
    size = found.get("indent_size", "")
    if size == "tab":
        size = found.get("tab_width", "")
    if found.get("indent_style") == "space" or size:
        return " " * min(int(size), 16) if size.isdecimal() and size.isascii() else ""
    return ""


def _entries(text: str) -> Iterator[tuple[str | None, str, str]]:
    section: str | None = None
    for line in text.removeprefix("\ufeff").splitlines():
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line[1:-1]
            continue
        name, equals, value = line.partition("=")
        if equals:
            yield section, name.strip().lower(), value.strip().lower()


def _fits(path: str, pattern: str) -> bool:
    if len(pattern) > _LONGEST_PATTERN:
        return False
    pattern = pattern.removeprefix("/") if "/" in pattern else f"**/{pattern}"
    return _match(pattern, path, 0, [20_000])


def _match(pattern: str, path: str, at: int, budget: list[int]) -> bool:
    """Whether `path[at:]` matches; False if it takes too many steps."""
    budget[0] -= 1
    if budget[0] < 0:
        return False
    if not pattern:
        return at == len(path)
    first = pattern[0]
    if first == "*":
        deep = pattern.startswith("**")
        rest = pattern.lstrip("*") if deep else pattern[1:]
        end = len(path) if deep or "/" not in path[at:] else path.index("/", at)
        if deep and rest.startswith("/") and _match(rest[1:], path, at, budget):
            return True
        return any(_match(rest, path, stop, budget) for stop in range(at, end + 1))
    if first == "{" and (close := _closing(pattern)):
        options = _options(pattern[1:close])
        if options is not None:
            return any(_match(option + pattern[close + 1 :], path, at, budget) for option in options)
    if at >= len(path):
        return False
    chosen = pattern[1 : pattern.find("]", 2)] if first == "[" and "]" in pattern[2:] else ""
    if chosen and "/" not in chosen:
        close = len(chosen) + 1
        negated = chosen[0] in "!^"
        if _in_set(path[at], chosen[negated:]) == negated or path[at] == "/":
            return False
        return _match(pattern[close + 1 :], path, at + 1, budget)
    if first == "\\" and len(pattern) > 1:
        pattern, first = pattern[1:], pattern[1]
    elif first == "?":
        return path[at] != "/" and _match(pattern[1:], path, at + 1, budget)
    return path[at] == first and _match(pattern[1:], path, at + 1, budget)


def _in_set(character: str, chosen: str) -> bool:
    at = 0
    while at < len(chosen):
        if chosen[at + 1 : at + 2] == "-" and at + 2 < len(chosen):
            if chosen[at] <= character <= chosen[at + 2]:
                return True
            at += 3
        else:
            if chosen[at] == character:
                return True
            at += 1
    return False


def _closing(pattern: str) -> int:
    """Offset of the brace that closes the one at the start of `pattern`; 0 if there is none."""
    depth = 0
    for at, character in _unescaped(pattern):
        depth += (character == "{") - (character == "}")
        if not depth:
            return at
    return 0


def _options(text: str) -> list[str] | None:
    """The alternatives in braces; None if the braces are literal."""
    low, dots, high = text.partition("..")
    if dots and low.lstrip("+-").isdecimal() and high.lstrip("+-").isdecimal():
        first, last = sorted((int(low), int(high)))
        return [str(number) for number in range(first, min(last, first + 1000) + 1)]
    options, depth, start = [], 0, 0
    for at, character in _unescaped(text):
        depth += (character == "{") - (character == "}")
        if character == "," and not depth:
            options.append(text[start:at])
            start = at + 1
    return [*options, text[start:]] if options else None


def _unescaped(text: str) -> Iterator[tuple[int, str]]:
    """The characters not preceded by a backslash, with their offsets."""
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        yield at, text[at]
        at += 1
