"""The rules of Makefiles and justfiles: files that may exist when a command of a recipe runs."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from typing import NamedTuple

from dockwright.context.builds import script_folders
from dockwright.context.builds.earlier.commands import Commands, made
from dockwright.context.values import NOTHING, Made
from dockwright.lazy import pattern

MOST_RULES = 1_000
DEEPEST = 30
LONGEST = 4_000
"""Maximum length of the targets, or of the prerequisites, of a rule."""
MOST_STEPS = 20_000
"""Maximum number of visited rules per file, counting repeated visits."""
_RULE = pattern(r"([^\s#:=@&|][^:=#\n&]*)&?::?(?![:=])([^;#=\n]*)(?=[;#\n]|\Z)(?:;(.*))?")
_JUST = pattern(r"@?([A-Za-z_][\w-]*[^:#\n]*):(?!=)([^#\n]*)()")
_NEEDED = pattern(r"\([ \t]*([\w:-]+)[^)]*\)|[^\s|&()]+")
_FOUND = pattern(r"\$\((?:wildcard|shell)[^()]*(?:\([^()]*\)[^()]*)*\)")
"""Files that are searched for, and so exist already."""
_INCLUDES = pattern(r"^[ \t]*(?:-?include|sinclude|import|mod)\b", 8)
_MAKE = pattern(r"(?:\$[({]MAKE[)}]|(?<![-\w./])(?:g?make|just))((?:[ \t]+[^\s;&|)]+)*)")


class _Line(NamedTuple):
    start: int
    text: str


class _Rule(NamedTuple):
    start: int
    targets: tuple[str, ...]
    needs: tuple[str, ...]
    recipe: tuple[_Line, ...]


class Rules:
    """The rules of one file, which run in the folder `base`."""

    def __init__(self, text: str, path: str, base: str, variables: Mapping[str, str], there: Callable[[str], bool]):
        self._base, self._path, self._variables, self._there = base, path, variables, there
        head = _JUST if path.lower().endswith(("just", "justfile")) else _RULE
        self._rules = list(_rules(text, head, lambda word: script_folders.plain(word, path, variables)))
        self._cut = len(self._rules) >= MOST_RULES
        self._includes = bool(_INCLUDES.search(text))
        self._phony = {need for rule in self._rules if ".PHONY" in rule.targets for need in rule.needs}
        self._patterns = [rule for rule in self._rules if "%" in " ".join((*rule.targets, *rule.needs[:1]))]
        self._left = MOST_STEPS
        self._lines: dict[str, Made] = {}
        """The files that each recipe line creates."""
        self._by_target: dict[str, list[_Rule]] = {}
        for rule in self._rules:
            for target in rule.targets:
                self._by_target.setdefault(target, []).append(rule)

    def made_before(self, at: int) -> Made:
        """The files that may exist when the command at an offset runs.

        These are made by the prerequisites of its rule, and by what runs before it where others call the rule. Known
        products of all other rules count, too, because a user may have run these first.
        """
        index = bisect_right(self._rules, at, key=lambda rule: rule.start) - 1  # the rule that contains the offset
        if index < 0 or self._cut:
            return Made(unknown="what is not in a rule")
        first = self._rules[index]
        found = self._known | self._all_needed(first) | self._ran(first, at)
        seen, waiting = {id(first)}, [first]
        while waiting and not found.unknown:
            called = waiting.pop().targets
            for caller in (caller for target in called for caller in self._callers.get(target, ())):
                if id(caller) in seen:
                    continue
                until = next((line.start for line in caller.recipe if _calls(line.text, called)), None)
                asked = next((at for at, need in enumerate(caller.needs) if need in called), None)
                seen.add(id(caller))
                waiting.append(caller)
                found |= self._needed(caller.needs[:asked], 0, set())
                found |= self._ran(caller, until) if until is not None else NOTHING
        return found

    @cached_property
    def _callers(self) -> dict[str, list[_Rule]]:
        """The rules that depend on a target, or make it in their recipes."""
        found: dict[str, list[_Rule]] = {}
        for rule in self._rules:
            called = (name for line in rule.recipe for names in _called(line.text) for name in names)
            for name in dict.fromkeys((*rule.needs, *called)) if rule.targets != (".PHONY",) else ():
                found.setdefault(name, []).append(rule)
        return found

    @cached_property
    def _known(self) -> Made:
        """What the targets and recipes of the file create, as far as known."""
        found = NOTHING
        for rule in self._rules:
            files = frozenset(filter(None, map(self._file, filter(self._is_file, rule.targets))))
            found |= Made(folders=files)
            for line in rule.recipe[:50]:
                products = self._line(line.text, rule.targets)
                found |= Made(products.files, products.folders)
        return found

    def _all_needed(self, rule: _Rule) -> Made:
        found = NOTHING
        for same in {id(one): one for target in rule.targets for one in self._by_target[target]}.values():
            found |= self._needed(same.needs, 0, set(rule.targets))
        return found

    def _needed(self, names: tuple[str, ...], depth: int, seen: set[str]) -> Made:
        """The files that prerequisites create."""
        found = NOTHING
        for name in names:
            if name in seen or found.unknown:
                continue
            seen.add(name)
            self._left -= 1
            if self._left < 0 or depth > DEEPEST or any(mark in name for mark in "$`"):
                return Made(unknown=f"what makes `{name}`")
            file = self._file(name)
            rules = self._by_target.get(name) or [rule for rule in self._patterns if _fits(rule, name)]
            if file and (self._is_file(name) if rules else not self._there(file)):
                found |= Made(folders=frozenset({file}))
            if not rules and self._includes and not (file and self._there(file)):
                found |= Made(unknown=f"a rule for `{name}` elsewhere")
            for rule in rules:
                found |= self._needed(rule.needs, depth + 1, seen) | self._ran(rule, None, name, seen)
        return found

    def _ran(self, rule: _Rule, until: int | None, name: str = "", seen: set[str] | None = None) -> Made:
        """The files that a recipe creates, or its commands before an offset."""
        found = NOTHING
        for line in rule.recipe:
            if found.unknown or (until is not None and line.start >= until):
                break
            text = line.text if until is None else line.text[: until - line.start]
            for names in _called(text):
                found |= self._needed(names, 1, {name} if seen is None else seen) if names else Made(unknown="make")
            found |= self._line(_MAKE.sub("true", text), (name,) if name else rule.targets)
        return found

    def _line(self, text: str, targets: tuple[str, ...]) -> Made:
        target = targets[0] if len(targets) == 1 else ""
        text = _as_shell(text, target)
        if text not in self._lines:
            self._lines[text] = made(Commands(text, self._base, self._path, self._variables))
        return self._lines[text]

    def _is_file(self, target: str) -> bool:
        """Whether a target is meant as a file: many phony targets are not declared as such."""
        rules = self._by_target.get(target, [])
        return "." in target or "/" in target or any("$@" in line.text for rule in rules for line in rule.recipe)

    def _file(self, name: str) -> str | None:
        """The file that a target names; None if it is not a file of the workspace."""
        if name in self._phony or any(mark in name for mark in "$%(`~") or name.startswith("/") or not name.strip("."):
            return None
        path = posixpath.normpath(posixpath.join(self._base, name))
        return None if path.startswith("..") or (name.startswith(".") and name.isupper()) else path


def _rules(text: str, heads: re.Pattern[str], plain: Callable[[str], str]) -> Iterator[_Rule]:
    head: _Rule | None = None
    recipe: list[_Line] = []
    count, at = 0, 0
    for line in re.findall(r"(?:[^\\\n]|\\.|\\\n)*\n?", text):
        start, at = at, at + len(line)
        if line[:1] in ("\t", " ") and head is not None:
            recipe.append(_Line(start, line))
            continue
        match = heads.match(line.replace("\\\n", "  "))
        if match is None:
            continue
        if head is not None:
            yield head._replace(recipe=tuple(recipe))
            if (count := count + 1) >= MOST_RULES:
                return
        targets = tuple(plain(match[1][:LONGEST]).split())[: 1 if heads is _JUST else None]  # parameters follow
        needs = _FOUND.sub("", plain(_FOUND.sub("", match[2][:LONGEST])))[:LONGEST]
        head = _Rule(start, targets, tuple(one[1] or one[0] for one in _NEEDED.finditer(needs)), ())
        recipe = [_Line(start + match.start(3), match[3])] if match[3] else []
    if head is not None:
        yield head._replace(recipe=tuple(recipe))


def _fits(rule: _Rule, name: str) -> bool:
    return any(
        "%" in target and fnmatchcase(name, target.replace("%", "*")) for target in (*rule.targets, *rule.needs[:1])
    )


def _called(text: str) -> Iterator[tuple[str, ...]]:
    """The targets that a recipe line calls with this program; none if they are in another file."""
    for match in _MAKE.finditer(text):
        words = match[1].split()
        elsewhere = any(word.startswith(("-C", "-f", "--directory", "--file", "-")) for word in words)
        names = tuple(word for word in words if "=" not in word and not word.startswith("-"))
        yield () if elsewhere and any(word[:2] in ("-C", "-f", "--") for word in words) else names


def _calls(text: str, targets: tuple[str, ...]) -> bool:
    return any(name in targets for names in _called(text) for name in names)


def _as_shell(line: str, target: str) -> str:
    """A recipe line as the shell gets it."""
    folder, name = posixpath.split(target)
    meant = {"$@": target, "$(@D)": folder or ".", "${@D}": folder or ".", "$(@F)": name, "${@F}": name}
    meant |= {"$(dir $@)": folder or ".", "$(notdir $@)": name}
    for written, value in meant.items() if target else ():
        line = line.replace(written, value)
    line = line.replace("$(shell ", "$(")
    return re.sub(r"\$\(([A-Za-z_]\w*)\)", r"${\1}", line).replace("$$", "$").lstrip("@-+ \t")
