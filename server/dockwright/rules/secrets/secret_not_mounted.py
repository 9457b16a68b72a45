"""`secret-not-mounted`: a RUN reads a secret's file, which only another RUN mounts, or none."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.found import is_below
from dockwright.image.image import Image
from dockwright.image.run_mounts import Mount, mounts_of
from dockwright.image.run_text import source_span
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Word
from dockwright.text import Edit, Span

_FOLDER = "/run/secrets/"
_READERS = frozenset(
    """
    cat tac head tail base64 md5sum sha256sum wc tr cut grep sed awk jq cp source . curl wget npm pip pip3 git gpg
    openssl helm docker kubectl bundle composer mvn gradle xargs od strings sort
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Programs that read a file that they are given."""


@rule("secret-not-mounted", Severity.WARNING, on=("RUN", "COPY", "ADD", "VOLUME"))
def secret_not_mounted(scene: BuiltStage, config: Config) -> Iterator[Finding]:
    runs = scene.stage.body.places(("RUN",))
    if not any("/run/secrets/" in scene.stage.body.units[index].text or _has(scene, index) for index in runs):
        return
    elsewhere: dict[str, tuple[int, Mount]] = {}
    for index in runs:
        for path, mount in _secrets(scene.stage.steps[index]):
            elsewhere.setdefault(path, (index, mount))
    for index in runs:
        step = scene.at(index)
        mounts = mounts_of(step.step)
        for ran, image in step.commands:
            word, path = next(_read(ran, (*elsewhere, _FOLDER)), (None, ""))
            if word is None or ran.excused or ran.conditions or any(mount.holds(path) for mount in mounts):
                continue
            there = _absent(image, path)
            if there is Answer.NO:
                continue
            mounted = elsewhere.get(path)
            told = _message(path, mounted is not None)
            span = source_span(step.instruction.unit, word.span).shifted(scene.stage.body.offsets[index])
            fixes = _fix(scene, step, index, _flag(scene, mounted, path)) if config.engine == "buildkit" else ()
            yield Finding(span, told, fixes, doubtful=there is Answer.UNKNOWN or not ran.certain)
            break


def _has(scene: BuiltStage, index: int) -> bool:
    return "type=secret" in scene.stage.body.units[index].text


def _secrets(step: Step) -> Iterator[tuple[str, Mount]]:
    """The files of the secrets that a RUN mounts."""
    for mount in mounts_of(step):
        if mount.kind != "secret" or mount.target is None:
            continue
        text = step.instruction.unit.text[
            mount.span.start - step.instruction.start : mount.span.end - step.instruction.start
        ]
        fields = dict(part.partition("=")[::2] for part in text.removeprefix("--mount=").split(","))
        if "env" in fields and not {"target", "dst", "destination"} & fields.keys():
            continue
        name = fields.get("id") or fields.get("source") or fields.get("src") or ""
        yield (f"{_FOLDER}{name}" if mount.target == _FOLDER.rstrip("/") else mount.target), mount


def _read(ran: Ran, paths: tuple[str, ...]) -> Iterator[tuple[Word, str]]:
    """What a command reads of these paths, the last of which is a folder."""
    words = zip(ran.command.words[1:], ran.words[1:], strict=True) if ran.name in _READERS else ()
    given = [(word, value) for word, value in words]
    given += [
        (one.target, one.target.literal) for one in ran.command.redirections if one.operator == "<" and one.target
    ]
    for word, value in given:
        path = (value or "").rpartition("=")[2].removeprefix("@")
        if path in paths[:-1] or (path.startswith(paths[-1]) and path != paths[-1] and "*" not in path):
            yield word, path


def _absent(image: Image, path: str) -> Answer:
    """Whether it is sure that nothing is at a path: nothing but mounts ever was; UNKNOWN where the base may have it."""
    of_secrets = path.startswith(_FOLDER)
    for _, change in image.changes(path):
        concerns = change.path == path or is_below(path, change.path) or is_below(change.path, path)
        # What may change anything hardly makes files in the folder of secrets.
        leaves = concerns and change.operation not in ("mount", "read")
        if leaves and (not of_secrets or is_below(change.path, "/run/secrets")):
            return Answer.NO
    folder = "/".join(path.split("/")[:3])
    if of_secrets or image.base.path(path)[0] is Answer.NO or (folder != path and image.base.lacks_folder(folder)):
        return Answer.YES
    return Answer.NO if image.base.path(path)[0] is Answer.YES else Answer.UNKNOWN


def _message(path: str, elsewhere: bool) -> str:
    if elsewhere:
        return f"`{path}` does not exist: only another RUN mounts this secret; mount it in this RUN"
    return f"`{path}` does not exist without `--mount=type=secret`; mount the secret in this RUN"


def _flag(scene: BuiltStage, mounted: tuple[int, Mount] | None, path: str) -> str:
    if mounted is None:
        return f"--mount=type=secret,id={path.removeprefix(_FOLDER)}"
    place, mount = mounted
    found = scene.stage.steps[place].instruction
    return found.unit.text[mount.span.start - found.start : mount.span.end - found.start]


def _fix(scene: BuiltStage, step: BuildStep, index: int, flag: str) -> tuple[Fix, ...]:
    if any(mark in flag for mark in "\n\"' $"):
        return ()
    end = step.instruction.keyword.span.end + scene.stage.body.offsets[index]
    return (Fix("Mount the secret here", (Edit(Span(end, end), f" {flag}"),), safe=False),)
