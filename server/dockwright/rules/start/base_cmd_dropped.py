"""`base-cmd-dropped`: an ENTRYPOINT that runs its arguments and resets the CMD of the base image."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.image.starting.command_line import command_line
from dockwright.image.starting.entry_script import script_text
from dockwright.image.starting.launch import after_init, passes_on
from dockwright.lazy import pattern
from dockwright.semantics.images import relative
from dockwright.semantics.stage import Step
from dockwright.semantics.state import Command
from dockwright.text import Edit, Span

_PROMPTS = frozenset(
    [
        "bash",
        "sh",
        "ash",
        "dash",
        "zsh",
        "fish",
        "python",
        "python2",
        "python3",
        "pypy",
        "pypy3",
        "node",
        "irb",
        "ruby",
        "php",
        "iex",
        "elixir",
        "erl",
        "jshell",
        "swipl",
        "ghci",
        "julia",
        "R",
        "perl",
        "clojure",
        "clj",
        "lein",
        "sbt",
        "groovysh",
        "crystal",
        "lua",
        "nim",
        "dart",
        "go",
        "rustc",
        "mongosh",
        "psql",
        "mvn",
        "gradle",
        "composer",
        "hy",
        "swift",
        "scala",
        "kotlin",
        "bun",
        "deno",
        "docker",
    ]
)
"""Interactive default programs of images, which a container with its own purpose does not need."""
_RUNS_WORDS = pattern(
    r"(?m)^\s*(?:(?:exec|tini|dumb-init|gosu \S+|su-exec \S+|--|-s|-g)\s+)+\"?\$(?:@|\{@\}|\*)\"?\s*$"
)


@rule("base-cmd-dropped", Severity.WARNING, on=("CMD", "ENTRYPOINT"))
def base_cmd_dropped(scene: BuiltStage) -> Iterator[Finding]:
    stage = scene.stage
    line = command_line(stage)
    entry = line.entrypoint
    if entry is None or entry.step is None or line.cmd is not None or line.ignores_cmd:
        return
    own = stage.all("ENTRYPOINT")
    state = stage.body.states[0]
    near, what = None, "image"
    if stage.base is not None:
        below, what = command_line(stage.base), "stage"
        dropped: Command = below.cmd.words if below.cmd and below.cmd.step and not below.ignores_cmd else None
    else:
        near = relative(stage.image or "") if state.base_cmd is None and state.base_entrypoint is None else None
        dropped = near.cmd if near else state.base_cmd
    if not own or not dropped or stage.all("CMD") or not own[-1].instruction.is_json:
        return
    words = dropped if isinstance(dropped, tuple) else ()
    if not words or words[0].rpartition("/")[2] in _PROMPTS or not _runs_words(scene, own[-1], entry.words):
        return
    text = json.dumps(list(words), ensure_ascii=False)
    message = f"This ENTRYPOINT resets the CMD of the base {what} and has nothing to run; add `CMD {_short(text)}`"
    instruction = own[-1].instruction
    end = instruction.end
    fix = Fix("Repeat the inherited CMD", (Edit(Span(end, end), f"\nCMD {text}"),), safe=near is None)
    yield Finding(instruction.arguments_span, message, (fix,), doubtful="$" in stage.base_word)


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:47]}..."


def _runs_words(scene: BuiltStage, step: Step, words: tuple[str, ...]) -> bool:
    """Whether an ENTRYPOINT only runs the words after it."""
    base = _entry_of_base(scene)
    inner = words[after_init(words) :]
    if inner != words and isinstance(base, tuple) and len(inner) == len(base) == 1 and passes_on(base):
        return inner[0].rpartition("/")[2] == base[0].rpartition("/")[2]
    if passes_on(words):
        name = words[0].rpartition("/")[2]
        script = isinstance(base, tuple) and base and base[0].rpartition("/")[2] == name
        return "entrypoint" not in name or (bool(script) and len(words) == 1) or _reads(scene, step, words)
    return _reads(scene, step, words)


def _entry_of_base(scene: BuiltStage) -> Command:
    """The ENTRYPOINT of the base image, or of a similar tag of it."""
    root = scene.stage.root
    near = relative(root.image or "")
    return root.body.states[0].base_entrypoint or (near.entrypoint if near else None)


def _starts_entry(base: Command) -> re.Pattern[str] | None:
    """The line of a script that hands its words to the ENTRYPOINT of the base, which runs them."""
    if not isinstance(base, tuple) or len(base) != 1 or not passes_on(base):
        return None
    name = re.escape(base[0].rpartition("/")[2])
    return re.compile(rf"^\s*(?:exec\s+)?\"?(?:\S*/)?{name}\"?\s+\"?\$(?:@|\{{@\}})\"?\s*$")


def _reads(scene: BuiltStage, step: Step, words: tuple[str, ...]) -> bool:
    if len(words) != 1:
        return False
    text = script_text(scene.files, scene.image, step, words[0])
    if text is None:
        return False
    last = next(
        (line for line in reversed(text.splitlines()) if line.strip() and not line.lstrip().startswith("#")), ""
    )
    entry = _starts_entry(_entry_of_base(scene))
    runs = _RUNS_WORDS.search(last) is not None or (entry is not None and entry.search(last) is not None)
    return runs and "set --" not in text and "$#" not in text and "${1" not in text
