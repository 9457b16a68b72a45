"""`ends-at-once`: the command of a container only starts a daemon in the background, so the container exits."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.bases.base import Base
from dockwright.image.built_stage import BuiltStage
from dockwright.image.starting import supervisor
from dockwright.image.starting.daemons import goes_behind, is_quick, may_be_set, row
from dockwright.image.starting.entry_script import script_text
from dockwright.image.starting.launch import Launch, Started, commands, commands_of, is_shell, launch, passes_on
from dockwright.semantics.images import relative
from dockwright.text import Edit, Span


@rule("ends-at-once", Severity.WARNING, on=("CMD", "ENTRYPOINT", "RUN", "COPY", "ADD"))
def ends_at_once(scene: BuiltStage) -> Iterator[Finding]:
    found = launch(scene.stage)
    run = commands(found) if found else None
    if not found or not run:
        return
    base = scene.image.base
    script = _script(scene, run)
    run = script or run
    supervised = len(run) == 1 and run[0].name == "supervisord" and supervisor.goes_behind(scene, run[0].words)
    behind = [one for one in run if one.behind or supervised or goes_behind(one.words) or _is_tomcat(base, one)]
    if not behind or not all(one in behind or is_quick(one.name, one.words) for one in run):
        return
    daemons = [one for one in behind if not one.behind]
    if not supervised and any(may_be_set(scene.stage, one.words) for one in daemons):
        return
    if any(_is_kept(base, one) for one in daemons):
        return
    last = behind[-1]
    foreign = any("settings" in (row(one.name) or {}) for one in daemons) and not (base.is_plain or base.own)
    if foreign and not base.is_known:
        return
    name = _named(last)
    how = f"`{name}` runs in the background" if _is_itself(last) else f"`{name}` starts a background service"
    how = "`&` runs the program in the background" if last.behind else how
    message = f"{how}, so the container exits at once; run it in the foreground"
    if script:
        path = found.words[-1]
        message = f"`{path}` only runs `{name}` in the background, so the container exits; run it in the foreground"
    fix = _fix(found, last) if not script and len(run) == 1 and not last.behind else None
    yield Finding(last.span, message, (fix,) if fix else (), doubtful=foreign or not (found.known or _is_known(base)))


def _script(scene: BuiltStage, run: tuple[Started, ...]) -> tuple[Started, ...]:
    """The commands of the script of the build context that is started, where it is a plain list of them."""
    words = [word or "" for word in run[-1].words] if len(run) == 1 else []
    words = words[1:] if len(words) == 2 and is_shell(words[0]) else words
    if len(words) != 1 or run[0].behind:
        return ()
    text = script_text(scene.files, scene.image, scene.stage.all("CMD", "ENTRYPOINT")[-1], words[0])
    first = (text or "").partition("\n")[0]
    if not text or "\r" in text or not (first.startswith("#!") and first.rstrip().endswith("sh")):
        return ()
    return commands_of(text, run[0].span) or ()


def _is_tomcat(base: Base, one: Started) -> bool:
    """Whether it is the script that the Tomcat image has on PATH."""
    return one.words == ("startup.sh",) and base.distribution is not None and base.distribution.name == "tomcat"


def _is_kept(base: Base, one: Started) -> bool:
    """Whether the settings of the image keep it in the foreground and no option overrides them."""
    facts = row(one.name) or {}
    return facts.get("image", "no image") in base.reference and not set(facts.get("always", ())) & set(one.words)


def _is_known(base: Base) -> bool:
    """Whether the base certainly starts the words of CMD unchanged."""
    if base.is_plain:
        return True
    facts = relative(base.reference) if base.is_certain else None
    return facts is not None and (
        not facts.entrypoint or (not isinstance(facts.entrypoint, str) and passes_on(facts.entrypoint))
    )


def _named(one: Started) -> str:
    path = one.words[0] or one.name
    return path if path.startswith("/etc/init.d/") else one.name


def _is_itself(one: Started) -> bool:
    path = one.words[0] or ""
    return not path.startswith("/etc/init.d/") and "start" not in one.words


def _fix(found: Launch, one: Started) -> Fix | None:
    """The fix that keeps the program in the foreground; in exec form only."""
    instruction = found.step.instruction
    facts = row(one.name)
    if facts is None or not instruction.is_json or found.words != one.words or found.first:
        return None
    if (one.words[0] or "").startswith("/etc/init.d/"):
        return None
    arguments = list(found.words[1:])
    new = next((new for old, new in facts.get("instead", ()) if old == arguments), None)
    if new is None and facts.get("drop"):
        new = [word for word in arguments if word not in facts["goes"]]
    if new is None and "add" in facts and not {"start", "restart"} & set(arguments):
        new = [*arguments, *facts["add"]]
    if new is None:
        return None
    tokens = instruction.arguments
    span = Span(tokens[0].span.start, tokens[-1].span.end)
    text = ", ".join(json.dumps(word, ensure_ascii=False) for word in (found.words[0], *new))
    return Fix("Keep it in the foreground", (Edit(span, text),))
