"""Commands that run another file (`make`, a script, Compose, Bake), and what ran before them."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Callable, Iterator

from dockwright.context.values import Build, Made, Workspace, join
from dockwright.frozen import replace
from dockwright.lazy import pattern

MOST = 20
"""Maximum number of calls in one text."""
COMPOSE, BAKE = "compose", "bake"
_CALL = pattern(
    r"(?<![-\w./])(?:(?P<compose>(?:docker|podman|nerdctl)[- ]compose\b[^\n;&|]{0,200}?[ \t](?:build|up|run)\b)"
    r"|(?P<bake>buildx[ \t]+bake\b|docker/bake-action)"
    r"|(?P<make>(?:g?make|just|task)\b(?P<targets>(?:[ \t]+[^\s;&|#]+)*))"
    r"|(?P<package>(?:npm|yarn|pnpm|bun)[ \t]+(?:run[ \t]+)?[\w:-]+)"
    r"|(?P<script>(?:\./)?[\w./-]+\.(?:sh|bash|py|ps1)\b))"
)
_OTHER = pattern(r"[ \t](?:-f|--file|--project-directory)\b")
_MAKES = ("Makefile", "GNUmakefile", "makefile", "justfile", "Taskfile.yml", "Taskfile.yaml")
_NO_IMAGE = pattern(
    r"(?:.*[-_:./])?(?:lint|tests?|fmt|format|check|clean|vet|deps|tidy|generate|proto|setup|install|help)\Z"
)


def note(text: str, base: str, workspace: Workspace, made_before: Callable[[int], Made]) -> None:
    """For the files run by a text in the folder `base`, record what was made before each call."""
    known = workspace.before
    for key, at in calls(text, base, workspace) if known is not None else ():
        if known is not None and (before := made_before(at)):
            known[key] = known.get(key, before) | before


def calls(text: str, base: str, workspace: Workspace) -> Iterator[tuple[str, int]]:
    """The called files, or kind and folder for Compose and Bake, with the offset of the call."""
    for match in itertools.islice(_CALL.finditer(text), MOST):
        if match["compose"] or match["bake"]:
            kind = COMPOSE if match["compose"] else BAKE
            line = text[match.start() : match.end() + 200].partition("\n")[0]
            yield kind if _OTHER.search(line) else f"{kind} in {base}", match.start()
            continue
        names = [match["script"]] if match["script"] else ["package.json"] if match["package"] else _MAKES
        targets = [word for word in (match["targets"] or "").split() if "=" not in word and not word.startswith("-")]
        if targets and all(map(_NO_IMAGE.match, targets)):
            continue
        for name in names:
            path = join(base, name)
            if path is not None and path in workspace.files:
                yield path, match.start()


def applied(build: Build, before: dict[str, Made]) -> Build:
    """A build including what callers run before the file that defines it."""
    keys = (build.file, build.kind, f"{build.kind} in {posixpath.dirname(build.file)}")
    found = [before[key] for key in keys if key in before]
    for each in found:
        build = replace(build, made=build.made | each)
    return build
