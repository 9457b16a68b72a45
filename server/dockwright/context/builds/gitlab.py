"""Builds in GitLab CI jobs: their scripts, with variables, `extends`, `!reference` and `include`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from dockwright.context.builds import yaml
from dockwright.context.builds.build_commands import commands
from dockwright.context.builds.earlier.products import located
from dockwright.context.values import NOTHING, ROOT, Build, Made, Workspace, join
from dockwright.frozen import field, frozen, replace

DEEPEST = 8
MOST_LINES = 2_000
MOST_NODES = 50_000
"""Maximum number of nodes visited for one file: aliases can repeat the same ones without limit."""
MOST_INCLUDED = 20
_KEYWORDS = ("default", "variables", "stages", "include", "workflow", "image", "services", "cache", "spec")
_KNOWN = {"CI_PROJECT_DIR": ROOT}


@frozen
class _Whole:
    """A file with those it includes: the value of each key, and the file it comes from."""

    entries: Mapping[str, tuple[str, yaml.Node]]
    left: list[int] = field(default_factory=lambda: [MOST_NODES])

    def get(self, *keys: str) -> tuple[str, yaml.Node] | None:
        file, node = self.entries.get(keys[0], ("", None))
        found = node.get(*keys[1:]) if node is not None else None
        return (file, found) if found is not None else None


def pipeline(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The builds of each job: `before_script` and `script` run one after the other in one shell."""
    own: set[str] = set()
    whole = _Whole(_entries(path, text, workspace, own))
    brought = _brought(whole)
    shared = _KNOWN | _variables(whole.entries.get("variables", ("", None))[1])
    for name, (_, job) in whole.entries.items():
        if name not in own or name in _KEYWORDS or name.startswith(".") or not job.entries:
            continue
        chain = list(itertools.islice(_chain(whole, whole.entries[name], 0), 50))
        variables = dict(shared)
        for _, each in reversed(chain):
            variables |= _variables(each.get("variables"))
        scripts = itertools.chain(_lines(whole, chain, "before_script"), _lines(whole, chain, "script"))
        lines = list(itertools.islice(scripts, MOST_LINES))
        for build in commands("", "\n".join(line for line, _, _ in lines), "script", "", 0, variables):
            _, file, line = lines[build.line]
            yield replace(build, kind="pipeline", file=file, line=line, name=name, made=brought | build.made)


def _entries(path: str, text: str, workspace: Workspace, own: set[str]) -> dict[str, tuple[str, yaml.Node]]:
    found: dict[str, tuple[str, yaml.Node]] = {}
    waiting, seen = [(path, text)], {path}
    while waiting:
        file, content = waiting.pop(0)
        for document in yaml.documents(content)[:2]:
            if file == path:
                own.update(document.entries)
            for name, node in document.entries.items():
                found.setdefault(name, (file, node))
            include = document.get("include")
            for item in (include.items or [include]) if include else ():
                other = join("", (item.scalar or item.text("local") or "").lstrip("/"))
                if other and other not in seen and len(seen) < MOST_INCLUDED and (more := workspace.read(other)):
                    seen.add(other)
                    waiting.append((other, more))
    return found


def _brought(whole: _Whole) -> Made:
    """The files that a job gets from previous jobs and from caches."""
    found = NOTHING
    for name, (_, job) in whole.entries.items():
        holders = [
            job.get("artifacts", "paths"),
            job.get("cache", "paths"),
            job.get("paths") if name == "cache" else None,
        ]
        caches = job.get("cache")
        holders += [cache.get("paths") for cache in caches.items] if caches is not None else []
        for item in (item for holder in holders if holder is not None for item in holder.items):
            made = located(item.scalar or "$", "") if "$" not in (item.scalar or "$") else Made(unknown="artifacts")
            found |= Made(folders=made.files, unknown=made.unknown)
        if name == "include" and any(item.entries.keys() - {"local"} for item in job.items or [job]):
            found |= Made(unknown="jobs that are included from elsewhere")
        needs = job.get("needs")
        if needs is not None and any(item.get("project") or item.get("pipeline") for item in needs.items):
            found |= Made(unknown=f"artifacts that `{name}` needs")
    return found


def _variables(node: yaml.Node | None) -> dict[str, str]:
    pairs = ((key, node.get(key)) for key in node.names()) if node else ()
    return {key: text for key, value in pairs if value and (text := value.scalar or value.text("value")) is not None}


def _chain(whole: _Whole, job: tuple[str, yaml.Node], depth: int) -> Iterator[tuple[str, yaml.Node]]:
    """A job and those it extends, nearest first; of several parents the last takes precedence."""
    yield job
    extends = job[1].get("extends")
    for node in reversed(extends.items or [extends]) if extends is not None and depth < DEEPEST else ():
        above = whole.entries.get(node.scalar or "")
        if above is not None:
            yield from _chain(whole, above, depth + 1)


def _lines(whole: _Whole, chain: list[tuple[str, yaml.Node]], key: str) -> Iterator[tuple[str, str, int]]:
    """The lines of a script with their line numbers."""
    own = ((file, found) for file, job in chain if (found := job.get(key)))
    script = next(own, None) or whole.get("default", key) or whole.get(key)
    if script is not None:
        yield from _spread(whole, *script, 0)


def _spread(whole: _Whole, file: str, node: yaml.Node, depth: int) -> Iterator[tuple[str, str, int]]:
    whole.left[0] -= 1
    if depth > DEEPEST or whole.left[0] < 0:
        return
    if node.scalar is not None:
        block = 1 if "\n" in node.scalar else 0
        for index, line in enumerate(node.scalar.split("\n")[:MOST_LINES]):
            yield line, file, node.line + index + block
    elif node.tag == "!reference":
        found = whole.get(*(item.scalar or "" for item in node.items)) if node.items else None
        if found is not None:
            yield from _spread(whole, *found, depth + 1)
    else:
        for item in node.items[:MOST_LINES]:
            yield from _spread(whole, file, item, depth + 1)
