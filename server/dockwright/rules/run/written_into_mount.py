"""`written-into-mount`: everything that a RUN creates is in a writable bind mount and discarded."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.effects.of_command import effect
from dockwright.image.image import Image
from dockwright.image.run_mounts import Mount, mounts_of
from dockwright.image.run_text import source_span
from dockwright.image.written_paths import made, written

_BUILDS = frozenset(
    {"npm run", "yarn build", "yarn run", "pnpm build", "pnpm run", "go build", "cargo build", "mvn package"}
)
_HOME = ("/root", "/home", "/go", "/tmp", "/usr/local/cargo", "/usr/local/share/.cache")


@rule("written-into-mount", Severity.WARNING, on=("RUN",))
def written_into_mount(step: BuildStep) -> Iterator[Finding]:
    mounts = [mount for mount in mounts_of(step.step) if mount.kind == "bind" and mount.writable]
    if len(mounts) != 1 or mounts[0].target is None or not step.commands:
        return
    if any(mount.kind in ("cache", "tmpfs") and mount.target is None for mount in mounts_of(step.step)):
        return
    (mount,) = mounts
    if not all(_stays_within(ran, image, mount) for ran, image in step.commands):
        return
    ran, image = step.commands[-1]
    if ran.certain and _makes(ran, image, mount):
        message = f"`{mount.target}` is a mount; what `{ran.name}` writes there is discarded and not in the image"
        yield Finding(source_span(step.instruction.unit, ran.span), message)


def _stays_within(ran: Ran, image: Image, mount: Mount) -> bool:
    found = effect(ran, image)
    if found.any_program or found.programs or found.packages or found.any_account or found.accounts:
        return False
    return all(mount.holds(change.path) or change.path.startswith(_HOME) for change in found.paths)


def _makes(ran: Ran, image: Image, mount: Mount) -> bool:
    """Whether the purpose of the command is what it writes into the mount."""
    operands = [value for value in ran.values if not value.startswith("-")]
    words = f"{ran.name} {operands[0] if operands else ''}"
    if words in _BUILDS and ran.folder is not None and mount.holds(ran.folder):
        return words not in ("npm run", "yarn run", "pnpm run") or (operands[1:] or [""])[0].startswith("build")
    folder = made(ran)
    if folder is not None and mount.holds(folder):
        return True
    return any(mount.holds(path) for path in written(ran, image, frozenset()))
