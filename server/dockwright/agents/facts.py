"""The tools `explain`, `why`, `plan` and `rule`: facts that are known without a build."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping

from dockwright.agents.roots import Refused, Roots
from dockwright.agents.subject import dockerfile, line, snapshot
from dockwright.cli import cache, context, explain
from dockwright.cli.arguments import close
from dockwright.cli.plan import no_stage
from dockwright.config import Config
from dockwright.findings.rule import all_rules
from dockwright.ide import pages
from dockwright.l10n.catalogue import wanted
from dockwright.plan.as_json import as_json
from dockwright.plan.as_text import as_text
from dockwright.plan.cache import invalidated
from dockwright.plan.plan import plan as planned
from dockwright.plan.platform_arguments import arguments as platform_arguments
from dockwright.plan.stages import target_of
from dockwright.semantics.platforms import refusal


def explained(roots: Roots, file: str, number: int) -> str:
    """The state at a line, what its instruction does, and what the image contains."""
    own = dockerfile(roots, file)
    found = snapshot(own)
    line(found, number)
    return "\n".join([f"{own.name}:{number}", *explain.shown(explain.explained(found, number - 1))])


def why(roots: Roots, file: str, path: str, target: str = "") -> str:
    """Whether a build sees a path and which line of an ignore file decides; which steps a change of it runs again."""
    own = dockerfile(roots, file)
    found = snapshot(own, Config())
    stage = target_of(found.model, target)
    if stage is None:
        raise Refused(f"{own.name}: {no_stage(found.model, target)}")
    if found.context is None:
        raise Refused(f"{own.name}: unknown build context")
    inside = cache.in_context(found.context, path, roots.top(own.file))
    held = found.context.contents
    lines = [
        f"build context: `{held.root or '.'}` in `{roots.shown(own.root)}`",
        context.fate(held, inside)[0],
        *cache.lines(invalidated(found.model, stage, found.context, inside), found.context),
    ]
    return "\n".join(lines)


def plan(
    roots: Roots,
    file: str,
    target: str = "",
    platform: str = "",
    build_args: Mapping[str, str] | None = None,
    form: str = "text",
) -> str:
    """The image that a Dockerfile makes: configuration, steps and stages, and why the build fails if it does."""
    if platform and (problem := refusal(platform)):
        raise Refused(f"{platform}: {problem}")
    own = dockerfile(roots, file)
    given = {**(platform_arguments(platform, target) if platform else {}), **(build_args or {})}
    image = snapshot(own, Config(), given)
    found = planned(image.model, image.context, target)
    if found is None:
        raise Refused(f"{own.name}: {no_stage(image.model, target)}")
    return json.dumps({"file": own.name, **as_json(found)}) if form == "json" else as_text(found)


def rule(name: str) -> str:
    """The page of a rule under any of its names; without a name, a list of all rules."""
    if not name:
        return "\n".join(_listed())
    if page := pages.rule(name, wanted("", os.environ)):
        return page
    hint = close(name, [own for each in all_rules() for own in each.names])
    raise Refused(f"unknown rule `{name}`{hint or '; call without a name to list all'}")


def _listed() -> Iterator[str]:
    language = wanted("", os.environ)
    for each in all_rules():
        yield f"{each.code} {each.severity.name.lower()}: {pages.title(each.code, language)}"
