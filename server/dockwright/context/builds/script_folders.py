"""The folders in a script: variables with known values, and the targets of `cd`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from dockwright.context.values import ROOT, interpolate, join
from dockwright.lazy import pattern

LARGEST = 500_000
_ASSIGNED = pattern(
    r"^[ \t]*(?:-[ \t]+)?(?:(?:export|local|readonly|declare|override)[ \t]+(?:-\w+[ \t]+)*)?"
    r"([A-Za-z_]\w*)[ \t]*[:?]{0,2}=[ \t]*((?:\"[^\"\n]*\"|'[^'\n]*'|\$\([^\n]{0,500}\)|`[^`\n]{0,500}`|[^\n#;\"'])*)",
    re.MULTILINE,
)
_USED = pattern(r"\$[{(]?([A-Za-z_]\w*)")
_OVER = pattern(r"\bfor[ \t]+([A-Za-z_]\w*)[ \t]+in[ \t]+([^\n;$`(]{1,300}?)[ \t]*(?:;|\n)[ \t]*\\?do\b")
_MOVED = pattern(
    r"(?:^|(?<=[\s;&|(\"'@]))(?:(?P<how>cd|pushd)[ \t]+(?:--[ \t]+)?"
    r"(?P<where>\"[^\"\n]*\"|'[^'\n]*'|(?:\$\([^()\n]*\)|[^\s;&|\"'()])+)|(?P<back>popd)\b)"
    r"|^[ \t]*(?P<open>\()[ \t]*$|^[ \t]*(?P<close>\))"
    r"|^(?:(?P<function>(?:function[ \t]+)?[\w-]+[ \t]*\(\)|function[ \t]+[\w-]+)|\})",
    re.MULTILINE,
)
_ASIDE = pattern(r"(?<![$\w=(])\([ \t]*cd[ \t][^()\n]*\)")
"""A subshell that has ended."""
_OWN_FOLDER = pattern(
    r"\$\([ \t]*dirname[ \t]+(?:--[ \t]+)?[\"']?"
    r"(?:\$0|\$\{?BASH_SOURCE(?:\[0\])?\}?|\$\{0\}|\$\{?PSCommandPath\}?)[\"']?[ \t]*\)"
    r"|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%/\*\}|\$PSScriptRoot"
)
_TOP = pattern(r"\$\([ \t]*git[ \t]+rev-parse[ \t]+--show-toplevel[ \t]*\)|`git rev-parse --show-toplevel`|%CD%")
_HERE = pattern(r"\$\((?:pwd|PWD|CURDIR|shell pwd)\)|`pwd`|\$\{?(?:PWD|CURDIR)\}?(?!\w)")
_SAME = pattern(
    r"\$\([ \t]*(?:shell[ \t]+)?(?:realpath|abspath|readlink[ \t]+-f"
    r"|cd[ \t]+(?:-\w[ \t]+)?(?:--[ \t]+)?)[ \t]*\"?([^\"()&;\n]{0,300})\"?[ \t]*"
    r"(?:&?>+[ \t]*/dev/null[ \t]*(?:2>&1)?[ \t]*)?(?:&&[ \t]*pwd(?:[ \t]+-P)?[ \t]*)?\)"
)


def known(text: str, path: str, variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The given variables, updated with those that a script assigns; folders are relative to the workspace."""
    found = dict(variables or {})
    for match in _ASSIGNED.finditer(text[:LARGEST]):
        value = folders(match[2].strip().strip("\"'"), path)
        if "$" not in value or match[1] not in _USED.findall(value):
            found[match[1]] = value
    return found


def loops(text: str) -> Iterator[tuple[str, list[str]]]:
    """The variables of loops over literal words, with the words."""
    for match in _OVER.finditer(text[:LARGEST]):
        yield match[1], [word.strip("\"'") for word in match[2].split()][:50]


def files(text: str) -> dict[str, list[str]]:
    """The variables for file names that have several literal values, of which a condition selects one."""
    found: dict[str, list[str]] = {}
    for match in _ASSIGNED.finditer(text[:LARGEST]):
        value = match[2].strip().strip("\"'")
        if "file" in match[1].lower() and value and "$" not in value and value not in found.setdefault(match[1], []):
            found[match[1]].append(value)
    return {name: values[:20] for name, values in found.items() if len(values) > 1}


def plain(word: str, path: str, variables: Mapping[str, str]) -> str:
    """A word with variables replaced and quotes removed; unknown variables keep their `$`."""
    for _ in range(3):
        old, word = word, folders(re.sub(r"\$\(([A-Za-z_]\w*)\)", r"${\1}", word), path)
        word = interpolate(word, variables)
        if word == old:
            break
    return word.replace('"', "").replace("'", "")


def moved(text: str, base: str, path: str, variables: Mapping[str, str]) -> str | None:
    """The working folder after the commands of a text that starts in `base`; None if not known."""
    place: str | None = base
    before: list[str | None] = []
    last: str | None = None
    for match in _MOVED.finditer(_ASIDE.sub("", folders(text, path))):
        if match["open"]:
            before.append(place)
        elif match["back"] or match["close"]:
            place = before.pop() if before else None if match["back"] else place
        elif not match["how"]:
            place = base  # a function begins or ends, and may be called from anywhere
        else:
            where = plain(match["where"], path, variables)
            if match["how"] == "pushd":
                before.append(place)
            known_from = place is not None or where.startswith(ROOT)
            there = last if where == "-" else join(place or "", where) if known_from else None
            place, last = there, place
    return place


def folders(text: str, path: str) -> str:
    """Replace the folders that a text computes by their paths in the workspace; the number of lines stays the same."""
    if "$" not in text and "`" not in text and "%" not in text:
        return text
    here = f"{ROOT}{posixpath.dirname(path)}"
    text = _OWN_FOLDER.sub(lambda match: here, text.replace("%~dp0", f"{here}/"))
    text = _HERE.sub(".", _TOP.sub(ROOT, text))
    return _SAME.sub(lambda match: match[1] or ".", text)
