"""Whether other commands read or write the files of a cache: with a mount these would not be in any layer."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.shell.later_installs import stands_on
from dockwright.image.copy_targets import under
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.kit.shell_text import ShellText, shell_text
from dockwright.semantics.commands.packages import Manager
from dockwright.semantics.copying import target
from dockwright.semantics.mounts import fields, target_of
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import unwrapped

_OFFLINE = {
    # Options with which a manager uses only earlier downloads, from the managers' own documentation.
    "bundler": r"--local\b",
    "cargo": r"--offline\b|--frozen\b|CARGO_NET_OFFLINE",
    "composer": r"COMPOSER_DISABLE_NETWORK",
    "dotnet": r"--no-restore\b",
    "go": r"GOPROXY=[\"']?off\b",
    "gradle": r"--offline\b",
    "maven": r"\s-o\b|--offline\b",
    "npm": r"--offline\b|npm_config_offline",
    "pnpm": r"--offline\b|npm_config_offline",
    "uv": r"--offline\b|UV_OFFLINE",
    "yarn": r"--offline\b|npm_config_offline|YARN_ENABLE_NETWORK|YARN_OFFLINE",
}
_LINKS = {
    # Options with which a manager installs links into its cache instead of copies.
    "uv": r"UV_LINK_MODE[= ][\"']?symlink|--link-mode[= ]symlink",
    "bun": r"--backend[= ]symlink",
}
_ASKED = {
    # Commands that print the path of a cache, for commands that read it.
    "go": r"\bgo (?:env (?:-\w+ )?GO(?:MODCACHE|PATH|CACHE)|list -m)\b",
    "npm": r"\bnpm config get cache\b",
    "pip": r"\bpip3? cache dir\b",
    "pnpm": r"\bpnpm store path\b",
    "poetry": r"\bpoetry config cache-dir\b",
    "uv": r"\buv cache dir\b",
    "yarn": r"\byarn cache dir\b|\byarn config get cacheFolder\b",
}
_TAKE_FOLDERS = frozenset({"cp", "mv", "tar", "rsync", "zip", "ln", "cpio", "7z", "mksquashfs"})
_LEAVE = frozenset({"rm", "rmdir", "mkdir", "chown", "chmod", "chgrp", "du", "ls", "find", "test", "["})
"""Programs with the same result in the image if the folder is empty."""


def needed(
    text: ShellText, managers: dict[str, Manager], targets: list[str], home: str | None, mounted: set[int]
) -> Refusal | None:
    """Why the files of a cache have to stay in layers; `mounted` has the starts of the RUNs that get the mount."""
    forms = _forms(managers, targets, home)
    named = re.compile("|".join(rf"(?<![\w.-]){re.escape(form)}(?![\w.-])" for form in sorted(forms, key=len)[::-1]))
    for stage in text.model.stages:
        for step in stage.steps:
            if found := _of_step(text, stage, step, managers, targets, named, mounted):
                return Refusal(found)
    return None


def _of_step(
    text: ShellText,
    stage: Stage,
    step: Step,
    managers: dict[str, Manager],
    targets: list[str],
    named: re.Pattern[str],
    mounted: set[int],
) -> str:
    instruction = step.instruction.inner or step.instruction
    who = f"{instruction.name} in line {text.model.tree.text.line_of(step.instruction.span.start) + 1}"
    if mount := next(_bound(text, stage, instruction, targets), ""):
        return f"{who} mounts `{mount}` from here, without what is in the cache"
    if not (stands_on(stage, text.stage) or stands_on(text.stage, stage)):
        return ""
    if instruction.name in ("RUN", "CMD", "ENTRYPOINT", "ENV"):
        source = step.instruction.unit.text
        for name in managers:
            found = re.search(_OFFLINE[name], source) if name in _OFFLINE else None
            if found and (
                instruction.name == "ENV" or name.replace("maven", "mvn").replace("bundler", "bundle") in source
            ):
                return f"{who} makes `{name}` read only the layers with `{found[0].strip()}`"
            if name in _ASKED and step.instruction.start not in mounted and (asks := re.search(_ASKED[name], source)):
                return f"{who} asks with `{asks[0]}` for what would not be in the image"
            if name in _LINKS and re.search(_LINKS[name], source):
                return f"{who} makes `{name}` install links into its cache"
    if instruction.name == "RUN":
        network = instruction.flag("network")
        if network and network.value == "none" and step.instruction.start in mounted:
            return f"{who} has no network, and may find the cache empty"
        word = _reads(shell_text(text.model, stage, step), step, targets, named, step.instruction.start in mounted)
        return f"{who} uses `{word}`, which would not be in the image" if word else ""
    if instruction.name in ("CMD", "ENTRYPOINT") and (found := named.search(step.instruction.unit.text)):
        return f"{who} uses `{found[0]}`, which would not be in the image"
    if instruction.name in ("COPY", "ADD") and step.instruction.start < text.step.instruction.start:
        place = target(step)
        if place and any(under(place.path, one) for one in targets):
            return f"{who} puts files into `{place.path}`, which the mount would hide"
    return ""


def _forms(managers: dict[str, Manager], targets: list[str], home: str | None) -> set[str]:
    """How commands may write the paths."""
    found = set(targets)
    for place in targets:
        if home and under(place, home) and place != home:
            rest = place[len(home.rstrip("/")) + 1 :]
            found |= {f"~/{rest}", f"$HOME/{rest}", f"${{HOME}}/{rest}", rest}
    for manager in managers.values():
        for mount in manager.mounts:
            for place in mount.at:
                name, slash, rest = place.partition("/")
                if name.startswith("$") and name not in ("$XDG_CACHE_HOME", "$XDG_DATA_HOME"):
                    found |= {place, f"${{{name[1:]}}}{slash}{rest}"}
    return {form for form in found if len(form) > 3}


def _reads(text: ShellText | None, step: Step, targets: list[str], named: re.Pattern[str], is_mounted: bool) -> str:
    """What a RUN reads from the cache; one with the mount may only create links into it."""
    if text is None or text.body.script.has_errors:
        found = None if is_mounted else named.search(step.instruction.unit.text)
        return found[0] if found else ""
    for command in map(unwrapped, text.body.commands):
        name = posixpath.basename(command.name or "")
        if name in _LEAVE or (is_mounted and name != "ln"):
            continue
        for word in (*command.words, *(item.target for item in command.redirections if item.target)):
            found = named.search(word.text)
            if found or (name in _TAKE_FOLDERS and _holds(word.text, targets)):
                return word.text[:40]
    return ""


def _holds(word: str, targets: list[str]) -> bool:
    path = re.sub(r"\A(?:~|\$HOME|\$\{HOME\})(?=/|\Z)", "/root", word.strip("\"'")).rstrip("/*.")
    return path.startswith("/") and any(one.startswith(f"{path}/") for one in targets)


def _bound(text: ShellText, stage: Stage, instruction: Instruction, targets: list[str]) -> Iterator[str]:
    """The sources that a RUN mounts from a stage that currently keeps the files in its layers."""
    for flag in instruction.flags if instruction.name == "RUN" else ():
        values = {field.key: field.value for field in fields(instruction, flag)} if flag.name == "mount" else {}
        origin = values.get("from")
        one = text.model.stage_referred(origin, numbers=False) if origin else None
        if one is None or not stands_on(one, text.stage):
            continue
        path = "/" + (values.get("source") or values.get("src") or "").strip("/")
        if path != "/" and any(under(path, each) or under(each, path) for each in targets):
            yield path
        elif path == "/" and (mount := target_of(values)):
            inside = [f"{mount.rstrip('/')}{each}" for each in targets]
            yield from (each for each in inside if each in instruction.unit.text)
