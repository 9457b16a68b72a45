"""Modes and owners in the syntax of chmod and chown, and of the flags of COPY."""

from __future__ import annotations

import re
from typing import NamedTuple

_OCTAL = re.compile(r"0*[0-7]{3,4}\Z")
_CLAUSE = re.compile(r"([ugoa]*)([-+=])([rwxX]+)\Z")
_OWNER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z|\$\{?[A-Za-z_]\w*\}?\Z", re.ASCII)
USUAL = 0o644
"""The mode of a non-executable file in a checkout."""
RUNNABLE = 0o755
"""The mode of an executable file in a checkout."""
FOLDER = 0o755
"""The mode of a folder that COPY creates."""


class Mode(NamedTuple):
    """The value of --chmod, and the mode that it gives to a file with the usual mode."""

    flag: str
    of_file: int
    of_folder: int
    exact: bool
    """Whether the flag has the same effect as chmod on any file, not only on those with the usual mode."""


def mode(written: str, *, symbolic: bool, known: int | None = None, usual: int = USUAL) -> Mode | None:
    """The --chmod for a mode of chmod; `symbolic` allows letters, supported since 1.14.

    If the mode of the file is `known`, letters are converted to numbers; otherwise as for the `usual` mode.
    """
    if _OCTAL.match(written):
        return Mode(written, int(written, 8), int(written, 8), exact=True)
    clauses = [_CLAUSE.match(clause) for clause in written.split(",")]
    told: list[str] = []
    of_file, of_folder = usual if known is None else known, FOLDER
    for match in clauses:
        if match is None or (not match[1] and match[2] == "="):
            return None
        who, operator, letters = match[1], match[2], match[3]
        if not who:
            # The umask of RUN is 022: without a letter for whom, `w` applies only to the owner and everything else to
            # all.
            own, shared = ("w" if "w" in letters else ""), letters.replace("w", "")
            told += [f"{who}{operator}{part}" for who, part in (("a", shared), ("u", own)) if part]
        else:
            told.append(match[0])
    for clause in told:
        of_file, of_folder = _applied(clause, of_file, False), _applied(clause, of_folder, True)
    if symbolic and known is None:
        return Mode(",".join(told), of_file, of_folder, exact=True)
    return Mode(f"{of_file:o}", of_file, of_folder, exact=known is not None)


def owner(written: str, *, known_group: bool) -> str | None:
    """The --chown for an owner of chown; it requires a group: without one the file keeps root's, if it has that."""
    user, colon, group = written.partition(":")
    if "." in written or (user and not _OWNER.match(user)) or (group and not _OWNER.match(group)):
        return None
    if not (user and group) and not known_group:
        return None
    if colon and not group:
        return None  # the login group of the user, which is defined in files of the image
    return f"{user or 0}:{group or 0}" if user or group else None


def _applied(clause: str, before: int, folder: bool) -> int:
    match = _CLAUSE.match(clause)
    assert match is not None
    who = "ugo" if "a" in match[1] else match[1]
    bits = 0
    for letter in match[3]:
        if letter == "X" and not (folder or before & 0o111):
            continue
        bit = {"r": 4, "w": 2, "x": 1, "X": 1}[letter]
        bits |= sum(bit << {"u": 6, "g": 3, "o": 0}[each] for each in who)
    if match[2] == "+":
        return before | bits
    if match[2] == "-":
        return before & ~bits
    return before & ~sum(7 << {"u": 6, "g": 3, "o": 0}[each] for each in who) | bits
