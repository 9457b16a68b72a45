"""`shell-syntax-in-json`: a JSON array holds what a shell alone understands, and no shell runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token

_VARIABLE = r"\$(?:\{[A-Za-z_]\w*(?:[:}]|$)|[A-Za-z_]\w*|\()"
_OPERATORS = frozenset({"&&", "||", "|", ";", ">", ">>", "<", "2>&1", "&"})
_SHELLS = frozenset(
    {"sh", "bash", "ash", "dash", "zsh", "ksh", "busybox", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh"}
)
_OWN_SYNTAX = frozenset({"awk", "gawk", "sed", "perl", "php", "jq", "find", "xargs", "envsubst", "make", "expect"})
"""Programs whose own arguments look the same."""


@rule("shell-syntax-in-json", Severity.WARNING)
def shell_syntax_in_json(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if not found.is_json or found.name not in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
        return
    words = found.arguments[1:] if found.name == "HEALTHCHECK" else found.arguments
    programs = {re.split(r"[\\/]", word.value)[-1].lower() for word in words}
    if programs & _SHELLS or programs & _OWN_SYNTAX:
        return
    for word in words:
        what = _of_shell(word)
        if what:
            message = (
                f"No shell runs a JSON array, so that the program is given `{what}` as it stands: write the command as "
                f'plain text, or as ["sh", "-c", "..."].'
            )
            yield Finding(word.span, message)
            return


def _of_shell(word: Token) -> str:
    if word.value in _OPERATORS:
        return word.value
    match = re.search(_VARIABLE, word.value)
    return match[0] if match and not word.value.startswith("{") else ""
