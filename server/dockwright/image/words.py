"""Values of shell words with their variables, and the user that a wrapper such as sudo switches to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dockwright.syntax.shell import Simple, Word, parse_shell

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+=,-]*\Z")


def expanded(word: Word, variables: Mapping[str, str | None]) -> str | None:
    """The word without quotes and with its variables; None if not known.

    A variable counts only if its value is plain: no blanks, no quotes, nothing that the shell would expand.
    """
    if word.literal is not None:
        return None if word.is_pattern else word.literal
    if word.substitutions or word.is_pattern:
        return None
    text, at = "", word.span.start
    for variable in word.variables:
        value = variables.get(variable.name)
        simple = word.text[variable.span.start - word.span.start : variable.span.end - word.span.start]
        if value is None or not _PLAIN.match(value) or simple not in (f"${variable.name}", f"${{{variable.name}}}"):
            return None
        text += word.text[at - word.span.start : variable.span.start - word.span.start] + value
        at = variable.span.end
    text += word.text[at - word.span.start :]
    script = parse_shell(f"x {text}")
    first = next(iter(script.body.items), None)
    words: tuple[Word, ...] = getattr(first, "words", ())
    return words[1].literal if len(words) == 2 and not script.has_errors else None


_SUDO_USER = re.compile(r"(?:-u|--user)(?:=?|\s+)(\S+)")


def acting_user(command: Simple) -> str | None:
    """The user that sudo, gosu or su-exec switch to."""
    name = (command.name or "").rpartition("/")[2]
    texts = [word.literal or word.text for word in command.arguments]
    if name in ("gosu", "su-exec") and texts:
        return texts[0]
    if name in ("sudo", "doas"):
        match = _SUDO_USER.match(" ".join(texts))
        return match[1] if match else "root"
    return None
