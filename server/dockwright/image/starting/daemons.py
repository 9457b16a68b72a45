"""Commands that start a daemon in the background and return, from the table `daemons.toml`."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from dockwright.image.starting.entry_program import may_provide
from dockwright.semantics.stage import Stage
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import DEFAULT_PATH

_QUICK = frozenset(
    {
        "echo", "printf", "mkdir", "chown", "chmod", "chgrp", "ln", "cp", "mv", "rm", "touch", "export", "cd", "set",
        "true", ":", "sed", "ulimit", "umask", "id", "date", "hostname", "ls", "pwd", "unset", "a2enmod", "a2ensite",
        "a2dissite", "sysctl", "ssh-keygen", "install", "find", "rmdir",
    }
)  # fmt: skip
"""Programs that return quickly with any arguments."""
_SERVICES = {"supervisor": "supervisord", "apache2": "apachectl"}
_VERSIONED = re.compile(r"php-fpm[\d.]+\Z|php\d+-fpm\Z")


def is_quick(name: str, words: tuple[str | None, ...]) -> bool:
    """Whether a command returns quickly and leaves nothing running."""
    if name == "sleep":
        return len(words) == 2 and re.fullmatch(r"[0-9]{1,2}s?", words[1] or "") is not None
    return name in _QUICK


def row(name: str) -> dict[str, Any] | None:
    """The row of a program."""
    if _VERSIONED.match(name):
        name = "php-fpm"
    found: dict[str, Any] | None = _table().get(name)
    return _table()[found["like"]] if found and "like" in found else found


def goes_behind(words: tuple[str | None, ...]) -> bool:
    """Whether a command starts a daemon in the background and returns."""
    if not words or any(word is None or word in ("&&", "||", ";", "|", "&") for word in words):
        return False
    path = words[0] or ""
    name = path.rpartition("/")[2]
    arguments = [word or "" for word in words[1:]]
    if path.startswith("/etc/init.d/"):
        return arguments[:1] in (["start"], ["restart"])
    if name == "systemctl":
        return arguments[:1] in (["start"], ["restart"])
    if name == "startup.sh":
        return "tomcat" in path or "catalina" in path
    found = row(name)
    if found is None or _is_among(found.get("stays", ()), found.get("letters", ""), arguments):
        return False
    return "goes" not in found or _is_among(found["goes"], "", arguments)


def _is_among(options: list[str], letters: str, arguments: list[str]) -> bool:
    text = " ".join(arguments)
    for option in options:
        if option in arguments or (" " in option and option in text):
            return True
        if option.startswith("--") and any(word.startswith(f"{option}=") for word in arguments):
            return True
    clusters = [word for word in arguments if re.match(r"-[A-Za-z0-9]", word)]
    return any(
        letter in word[1:2] or (word[1:].isalpha() and letter in word) for word in clusters for letter in letters
    )


def may_be_set(stage: Stage, words: tuple[str | None, ...]) -> bool:
    """Whether the image may contain a setting that keeps a program in the foreground."""
    path = words[0] or ""
    name = path.rpartition("/")[2]
    if name == "systemctl":  # there are scripts that take its place
        return any(_is_made(stage, f"{folder}/systemctl") for folder in DEFAULT_PATH.split(":"))
    if name in ("service", "rc-service", "invoke-rc.d", "pg_ctlcluster"):
        service = next((word for word in words[1:] if word and not word.startswith("-")), "")
        return _is_made(stage, f"/etc/init.d/{service}") or _is_set(stage, _SERVICES.get(service, service))
    if path.startswith("/etc/init.d/"):
        return _is_made(stage, path) or _is_set(stage, _SERVICES.get(name, name))
    return _is_set(stage, name) or ("/" in path and _is_made(stage, path))


def _is_set(stage: Stage, name: str) -> bool:
    found = row(name)
    if found is None or "settings" not in found:
        return False
    for part in chain(stage):
        for step in part.all("RUN", "COPY", "ADD"):
            text = step.instruction.unit.text
            if step.instruction.name == "RUN":
                if re.search(found["settings"], text):
                    return True
            elif (
                may_provide(step, found["file"])
                or any(mark in text for mark in found.get("copies", ()))
                or (step.instruction.name != "RUN" and re.search(found["settings"], text))
            ):
                return True
    return False


def _is_made(stage: Stage, path: str) -> bool:
    """Whether an instruction may create a file at a path."""
    copied = any(may_provide(step, path) for part in chain(stage) for step in part.all("COPY", "ADD"))
    return copied or any(path in step.instruction.unit.text for part in chain(stage) for step in part.all("RUN"))


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("daemons.json").read_bytes())
    return found
