"""`needs-root`: a command that only root may run, or a place that belongs to root, under another USER."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.effects.of_command import effect
from dockwright.image.found import Found
from dockwright.image.image import Image
from dockwright.image.run_text import source_span
from dockwright.image.run_user import acting_user
from dockwright.rules.users._of_root_alone import of_root_alone
from dockwright.semantics.base_state import user_of
from dockwright.text import Edit, Span

_ROOTS = frozenset(
    [
        "/",
        "/bin",
        "/boot",
        "/etc",
        "/home",
        "/lib",
        "/media",
        "/mnt",
        "/opt",
        "/root",
        "/sbin",
        "/srv",
        "/usr",
        "/usr/bin",
        "/usr/lib",
        "/usr/local",
        "/usr/local/bin",
        "/usr/local/lib",
        "/usr/local/share",
        "/usr/sbin",
        "/usr/share",
        "/var",
        "/var/lib",
        "/var/log",
        "/var/cache",
    ]
)
"""Folders that are root's in every distribution, and that nobody else may write to."""


@rule("needs-root", Severity.WARNING, on=("RUN", "COPY", "ADD", "USER", "CMD", "ENTRYPOINT"))
def needs_root(scene: BuiltStage, config: Config) -> Iterator[Finding]:
    classic = config.engine == "classic"
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, image in step.commands:
            user = acting_user(step, ran, image)
            if user is None or not ran.fatal or not ran.certain:
                continue
            told = _told(scene, index, ran, image, user, classic)
            if told is not None:
                message, fixes = told
                span = source_span(step.instruction.unit, ran.span)
                offset = scene.stage.body.offsets[index]
                sure = "$" not in step.base_word and user_of(image.base.reference) is not None
                found = Finding(span, message, doubtful=step.is_doubtful and not sure).shifted(offset)
                yield Finding(found.span, message, fixes, doubtful=found.doubtful)
                break
    yield from _nginx(scene)


_OF_NGINX = re.compile(
    r"/var/cache|/etc/nginx/?(?:\s|\Z)|nginx\.conf\b(?!\.)|temp_path|chown|chmod|setcap|/run\b|adduser|user(?:add|mod)"
)


def _nginx(scene: BuiltStage) -> Iterator[Finding]:
    """The official image of nginx, whose server makes folders that only root may make there."""
    where, users = scene.image.base.distribution, scene.stage.all("USER")
    if where is None or where.name != "nginx" or not where.official or not users or scene.stage.is_base:
        return
    user = scene.stage.final.user or ""
    starts = scene.stage.all("CMD", "ENTRYPOINT")
    if user.partition(":")[0] in ("", "root", "0") or "$" in user or says(scene, _OF_NGINX):
        return
    if any(not step.instruction.argument_text.lstrip("[\"' ").startswith("nginx") for step in starts):
        return
    message = f"nginx makes folders in `/var/cache/nginx`, which is root's, so it fails as user `{user}`"
    yield Finding(users[-1].instruction.arguments_span, message, doubtful="$" in scene.stage.root.base_word)


def _told(
    scene: BuiltStage, index: int, ran: Ran, image: Image, user: str, classic: bool
) -> tuple[str, tuple[Fix, ...]] | None:
    alone = of_root_alone(scene, index, ran, image, user)
    if alone:
        return alone, ()
    name = ran.name or ""
    made = _makes(ran)
    folder = ran.folder
    if made and folder and _fails_below(scene, index, image, posixpath.join(folder, made), classic):
        return f"`{folder}` belongs to root, so `{name}` cannot create `{made}` there as user `{user}`", ()
    return _of_paths(scene, index, ran, image, user, classic)


_MAKES = {
    "npm": ({"ci", "install", "i", "clean-install"}, "node_modules"),
    "yarn": ({"install", ""}, "node_modules"),
    "pnpm": ({"install", "i"}, "node_modules"),
}
"""Subcommands that make a folder where they run."""


def _makes(ran: Ran) -> str:
    """The folder that an install makes where it runs; empty where it makes none for sure."""
    subcommands, made = _MAKES.get(ran.name or "", (set(), ""))
    operands = [value for value in ran.values if not value.startswith("-")]
    elsewhere = {"-g", "--global", "--location", "--prefix", "-C", "--dir", "--cwd", "--version", "--help", "-v", "-h"}
    given = {value.partition("=")[0] for value in ran.values}
    return made if (operands or [""])[0] in subcommands and len(operands) < 2 and not given & elsewhere else ""


def _fails_below(scene: BuiltStage, index: int, image: Image, path: str, classic: bool) -> bool:
    """Whether a path is sure not to be there yet, in a folder where only root writes."""
    found = scene.files.find(image, path)
    return found.answer is Answer.NO and _belongs_to_root(scene, index, image, posixpath.dirname(path), classic)


def _of_paths(
    scene: BuiltStage, index: int, ran: Ran, image: Image, user: str, classic: bool
) -> tuple[str, tuple[Fix, ...]] | None:
    """What a command writes where only root may."""
    found = effect(ran, image)
    if not found.certain or ran.name in ("rm", "rmdir", "unlink"):
        return None
    for change in found.paths:
        if change.operation in ("mode", "owner"):
            at = scene.files.find(image, change.path)
            if at.answer is Answer.YES and at.kind == "file" and at.owner is None and at.depth:
                owner = _copied_by(scene, index, change.path)
                if owner is not None:
                    fixes = _chmod_fix(scene, owner, change.detail) if change.operation == "mode" else ()
                    return f"COPY made root the owner of `{change.path}`, so `{ran.name}` fails as user `{user}`", fixes
            is_old = at.answer is Answer.YES and at == scene.files.find(scene.images[index], change.path)
            of_base = change.path in _ROOTS and _belongs_to_root(scene, index, image, change.path, classic)
            if change.operation == "owner" and is_old and (of_base or _made_by_root(scene, index, change.path)):
                return f"`{change.path}` belongs to root, so `{ran.name}` fails as user `{user}`", ()
        elif change.operation in ("file", "folder", "any") or (change.operation == "edit" and ran.name == "sed"):
            there = scene.files.find(image, change.path)
            # sed makes a new file beside the one that it edits
            is_new = there.answer is Answer.NO or change.operation == "edit"
            if not is_new and not _is_of_base(image, change.path, there):
                continue
            folder = posixpath.dirname(change.path)
            if ran.name == "mkdir" and _makes_parents(ran):
                while folder != "/" and scene.files.find(image, folder).answer is Answer.NO:
                    folder = posixpath.dirname(folder)
            if _belongs_to_root(scene, index, image, folder, classic):
                return f"`{folder}` belongs to root, so `{ran.name}` cannot write there as user `{user}`", ()
    return None


def _is_of_base(image: Image, path: str, found: Found) -> bool:
    """Whether what may be at a path comes from the base, in a folder in which all is root's."""
    base = image.base
    settled = base.is_plain or (base.own is not None and base.own.settled)
    at: Image | None = image
    while at is not None:
        if any(one.operation in ("mode", "owner") and path.startswith(one.path) for one in at.effect.paths):
            return False
        at = at.before
    return (
        settled
        and not found.depth
        and not found.edited
        and not found.mode
        and not found.owner
        and (posixpath.dirname(path) in _ALL_OF_ROOT and base.path(path)[1] != "folder")
    )


_ALL_OF_ROOT = frozenset({"/bin", "/etc", "/opt", "/sbin", "/usr/bin", "/usr/local/bin", "/usr/sbin"})


def _makes_parents(ran: Ran) -> bool:
    return any(
        value == "--parents" or (value[:1] == "-" and value[:2] != "--" and "p" in value) for value in ran.values
    )


def _copied_by(scene: BuiltStage, index: int, path: str) -> int | None:
    """The COPY of the stage that put a file there for root, where nothing has come to it since."""
    for place in range(index - 1, 0, -1):
        unit = scene.stage.body.units[place]
        before, after = scene.images[place], scene.images[place + 1]
        if before is after:
            continue
        if scene.files.find(before, path) != scene.files.find(after, path):
            found = scene.files.find(after, path)
            is_copy = unit.name == "COPY" and found.answer is Answer.YES and found.owner is None and not found.edited
            flags = {flag.name for flag in unit.flags}
            # a file of another stage keeps its owner, who is known where that stage has it from the context
            unsure = "from" in flags and found.source is None and found.content is None
            return place if is_copy and "chown" not in flags and not unsure else None
    return None


def _made_by_root(scene: BuiltStage, index: int, path: str) -> bool:
    """Whether root's `mkdir` or the like made a path, and nothing has come to it since."""
    for place in range(index - 1, 0, -1):
        before, after = scene.files.find(scene.images[place], path), scene.files.find(scene.images[place + 1], path)
        if before == after:
            continue
        step = scene.at(place)
        user = step.step.before.user or scene.image.base.user
        return (
            (step.instruction.name, user, before.answer, after.answer) == ("RUN", "root", Answer.NO, Answer.YES)
            and not (after.edited or after.owner)
            and all(ran.user in (None, "root") for ran, _ in step.commands)
        )
    return False


def _chmod_fix(scene: BuiltStage, place: int, mode: str) -> tuple[Fix, ...]:
    unit, offset = scene.stage.body.units[place], scene.stage.body.offsets[place]
    if mode not in ("+x", "a+x", "755", "0755") or any(flag.name == "chmod" for flag in unit.flags):
        return ()
    end = unit.keyword.span.end + offset
    return (Fix("Add --chmod=755", (Edit(Span(end, end), " --chmod=755"),), safe=False),)


_FROM_OTHERS = frozenset({"chown", "from"})


def _belongs_to_root(scene: BuiltStage, index: int, image: Image, folder: str, classic: bool) -> bool:
    """Whether a folder is sure to be there, to be root's, and to let nobody else write.

    BuildKit makes a WORKDIR for the user that is set, the classic builder for root.
    """
    found: Found = scene.files.find(image, folder)
    if found.answer is not Answer.YES or found.owner or found.mode or found.edited or found.kind not in ("folder", ""):
        return False
    if found.depth == 0:
        return folder in _ROOTS and image.base.is_known and image.base.owner(folder) in (None, "root")
    for place in range(index - 1, 0, -1):
        before = scene.files.find(scene.images[place], folder)
        if before.answer is Answer.YES:
            continue
        state = scene.stage.body.states[place]
        unit = scene.stage.body.units[place]
        made_by_root = unit.name == "WORKDIR" and (
            classic or (state.user or image.base.user or "") in ("root", "0", "root:root", "0:0")
        )
        # COPY makes the folders above its target as root; one that it copies has the mode of its source
        by_copy = (
            unit.name in ("COPY", "ADD") and found.source is None and not _FROM_OTHERS & {f.name for f in unit.flags}
        )
        return before.answer is Answer.NO and (made_by_root or by_copy)
    return False
