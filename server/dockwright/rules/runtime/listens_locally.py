"""`listens-locally`: the server of a container listens at 127.0.0.1 only, so a published port leads nowhere."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.inputs.json_manifest import manifest, table
from dockwright.image.starting.launch import Launch, commands, launch
from dockwright.image.starting.local_servers import Local, local
from dockwright.semantics.stage_chain import chain
from dockwright.text import Edit, Span

_SETTINGS = ("gunicorn.conf.py",)


@rule("listens-locally", Severity.WARNING, on=("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "COPY", "ADD", "RUN"))
def listens_locally(scene: BuiltStage) -> Iterator[Finding]:
    # Without EXPOSE, the port may be for the container itself, or for one that shares its network.
    if scene.stage.is_base or not any(one.all("EXPOSE") for one in chain(scene.stage)):
        return
    found = launch(scene.stage)
    run = commands(found) if found else None
    if not found or not run or run[-1].behind:
        return
    last = run[-1]
    words = (*last.words, *found.more) if found.step.instruction.is_json and found.words == last.words else last.words
    variables, base = scene.stage.final.variables, scene.image.base
    server = local(words, variables, base.reference) or local(_of_script(scene, words), variables, base.reference)
    if server is None or (server.name == "gunicorn" and _has_settings(scene)):
        return
    what = (
        f"`{server.name}` listens at `{server.told}` only" if server.told else f"`{server.name}` listens at 127.0.0.1"
    )
    message = f"{what}, so a published port reaches nothing; use `0.0.0.0`"
    fixes = _fixes(found, server) if len(run) == 1 and words == last.words else ()
    settled = found.known or (base.distribution is not None and base.distribution.official)
    yield Finding(last.span, message, fixes, doubtful=server.doubtful or not settled)


def _of_script(scene: BuiltStage, words: tuple[str | None, ...]) -> tuple[str, ...]:
    """The words of a script of package.json that is one plain command: of `npm run dev`."""
    given = [word or "" for word in words]
    if not given or given[0].rpartition("/")[2] not in ("npm", "yarn", "pnpm") or "--" in given:
        return ()
    operands = [word for word in given[1:] if word not in ("run", "run-script")]
    folder, context = scene.stage.final.workdir or scene.image.base.workdir or "/", scene.files.context
    found = scene.files.find(scene.image, posixpath.join(folder, "package.json"))
    if len(operands) != 1 or context is None or found.answer is not Answer.YES:
        return ()
    scripts = table(manifest(context.texts.get(found.source or "", "")), "scripts")
    command = str(scripts.get(operands[0], ""))
    return tuple(command.split()) if re.fullmatch(r"[\w ./:=@-]+", command) else ()


def _has_settings(scene: BuiltStage) -> bool:
    folder = scene.stage.final.workdir or scene.image.base.workdir or "/"
    return any(scene.files.find(scene.image, f"{folder}/{name}").answer is not Answer.NO for name in _SETTINGS)


def _fixes(found: Launch, server: Local) -> tuple[Fix, ...]:
    if not server.add:
        return ()
    instruction = found.step.instruction
    end = instruction.arguments[-1].span.end
    if instruction.is_json:
        text = "".join(f", {json.dumps(word)}" for word in server.add)
    elif len(instruction.arguments) == 1:
        text = "".join(f" {word}" for word in server.add)
    else:
        return ()
    return (Fix("Listen at all addresses", (Edit(Span(end, end), text),), safe=False),)
