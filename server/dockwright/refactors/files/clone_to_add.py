"""Replace RUN git clone by ADD of the repository."""

from __future__ import annotations

import posixpath
import re

from dockwright.config import Config
from dockwright.refactors.kit.command_chain import Chain, as_written, chain, instead, is_root, option, place_at
from dockwright.refactors.kit.downloads import as_folder, installs_only, removes
from dockwright.refactors.kit.refactor import Answer, Refusal, refactor
from dockwright.semantics.commands.programs import Call, call
from dockwright.semantics.copying import where
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import Simple
from dockwright.text import Span

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9_./~+-]+\Z")
_SUFFIX_FREE = re.compile(r"https://(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/")
"""Hosts that serve the same repository with and without `.git`."""
_GIT = re.compile(r"\bgit\b")


@refactor("refactor.rewrite.run.cloneToAdd", "Replace `git clone` with ADD")
def clone_to_add(model: Model, selection: Span, config: Config) -> Answer:
    """Replace the first `git clone` of the selected RUN."""
    place = place_at(model, selection, "RUN")
    if place is None or not _GIT.search(place.step.instruction.unit.text):
        return None
    found = chain(model, place.stage, place.step)
    if isinstance(found, Refusal):
        return None
    for index, command in enumerate(found.commands):
        if not isinstance(command, Simple) or command.redirections or command.name != "git":
            continue
        asked = call(command)
        if isinstance(asked, str) and command.arguments[0].literal == "clone":
            return Refusal(f"`{asked}` of `git clone` has no counterpart in ADD")
        if isinstance(asked, Call) and asked.program == "git clone":
            return _added(model, config, place.stage, found, index, asked)
    return None


def _added(model: Model, config: Config, stage: Stage, found: Chain, index: int, asked: Call) -> Answer:
    state = found.step.before
    words = [as_written(word, state) for word in asked.operands]
    if None in words or not 1 <= len(words) <= 2 or "$" in (words[0] or "$"):
        return Refusal("The builder cannot know the URL or where the files go")
    address, folder = words[0] or "", words[1] if len(words) == 2 else None
    if not _ADDRESS.match(address):
        return Refusal("Only URLs that begin with `https://` and need no key work the same for the builder")
    address = address.rstrip("/")
    if not address.endswith(".git"):
        if not _SUFFIX_FREE.match(address):
            return Refusal("ADD clones only URLs that end in `.git`; this host may not support that")
        address = f"{address}.git"
    branch = option(asked, "branch", state) if "branch" in asked.options else ""
    if branch is None:
        return Refusal("Only the shell knows which branch it is")
    if not is_root(state):
        return Refusal(f"The files belong to `{state.user}` now; with ADD they would belong to root")
    if not installs_only(found, index):
        return Refusal("The clone may need what the RUN does before it")
    shallow = asked.values.get("depth") == "1"
    if _GIT.search(found.script.text[found.commands[index].span.end :]) or _uses_git(stage, found.step):
        return Refusal("`git` is used again afterwards, and ADD fetches only one commit")
    reference = f"#{branch}" if branch else ""
    target = as_folder(folder or posixpath.basename(address).removesuffix(".git"))
    if any(removes(found, later, where(state, target)) for later in range(index + 1, len(found.commands))):
        return Refusal("The RUN deletes the files again; with ADD they would stay in a layer")
    add = f"--keep-git-dir=true {address}{reference} {target}"
    notes = [] if shallow else ["only the newest commit"]
    notes += [] if "submodules" in asked.options else ["with submodules"]
    cost = "; ".join(["fetched again when it has changed", *notes])
    return instead(model, config, found, (index, index + 1), add, cost, "Fetch")


def _uses_git(stage: Stage, step: Step) -> bool:
    later = [each for each in stage.steps if each.instruction.start > step.instruction.start]
    return any(each.instruction.name == "RUN" and _GIT.search(each.instruction.unit.text) for each in later)
