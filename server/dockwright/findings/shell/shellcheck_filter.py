"""Selects the remarks of ShellCheck that apply in a RUN, and one remark for a script that cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.findings.shell.shellcheck_values import Remark
from dockwright.lazy import pattern
from dockwright.syntax.shell import Script, Simple, parse_shell, unwrapped
from dockwright.text import Span

_GAVE_UP = frozenset(["SC1070", "SC1072", "SC1088", "SC1089"])
"""What ShellCheck says where it cannot go on."""
_AROUND = frozenset(["SC1009", "SC1073"])
"""What it says of the constructs around that place."""
_PARENTHESES = "SC1088"
"""The one that hadolint keeps, by which files ignore it."""
_RESERVED = "SC1010"
_UNQUOTED = "SC2046"
_VARIABLE = "SC3028"
"""About variables that the shell does not set; BusyBox sets RANDOM, which ShellCheck does not know."""
_ASSIGNS = "SC2283"
_BLANKS = " \t\r\n\\"
_ONE_WORD = pattern(
    r"(?:\$\(|`)\s*(?:nproc(?:\s+--?\w+)*|arch|whoami|hostname|id\s+-[ug]n?|uname\s+-[mrsn]|getconf\s+\w+|"
    r"dpkg\s+--print-architecture|dpkg-architecture\s+-q\w+|apk\s+--print-arch|lsb_release\s+-(?:cs|sc|is|si|rs|sr)|"
    r"g?cc\s+-dump(?:machine|version)|rpm\s+-E\s+['\"]?%\{?\w+\}?['\"]?|date\s+(?:-u\s+)?['\"]?\+[^\s)`'\"]+['\"]?|"
    r"mktemp(?:\s+-d)?)\s*(?:2>\s*/dev/null\s*)?[)`]"
)
"""Substitutions with a single word without blanks as output, by the manuals of these programs."""


def worth_saying(remarks: Iterable[Remark], text: str, dialect: str) -> tuple[Remark, ...]:
    """The remarks on a script that are useful in a RUN."""
    found = tuple(remarks)
    if any(remark.code in _GAVE_UP for remark in found):
        return (_of_failure(found, text),)
    script = parse_shell(text)
    return tuple(
        remark._replace(span=_trimmed(remark.span, text)) for remark in found if _holds(remark, script, dialect)
    )


def _of_failure(remarks: tuple[Remark, ...], text: str) -> Remark:
    """The remark that explains best why the script cannot be parsed; None if nothing is certain."""
    errors = [one for one in remarks if one.code.startswith("SC1") and one.level == "error" and one.code not in _AROUND]
    exact = [one for one in errors if one.code == _PARENTHESES] or [one for one in errors if one.code not in _GAVE_UP]
    chosen = (exact or errors)[0]
    return chosen._replace(span=_trimmed(chosen.span, text))


def _holds(remark: Remark, script: Script, dialect: str) -> bool:
    if remark.code == _RESERVED:
        return False  # the script parses, so the word is a single one
    if remark.code == _UNQUOTED:
        return not _ONE_WORD.fullmatch(script.text[remark.span.start : remark.span.end])
    if remark.code == _ASSIGNS:
        return not any(
            command.name == "chmod" and any(word.span.overlaps(remark.span) for word in command.arguments)
            for command in _commands(script)
        )
    if remark.code == _VARIABLE and dialect == "busybox":
        return "RANDOM" not in script.text[remark.span.start : remark.span.end]
    return True


def _commands(script: Script) -> Iterator[Simple]:
    return (unwrapped(placed.command) for placed in script.simple_commands())


def _trimmed(span: Span, text: str) -> Span:
    """The range without leading blanks; at the end of the text, the last character."""
    if not text[span.start :].strip(_BLANKS):
        end = len(text.rstrip(_BLANKS))
        return Span(max(end - 1, 0), end)
    start = span.start
    while text[start] in _BLANKS:
        start += 1
    return Span(start, max(start, span.end))
