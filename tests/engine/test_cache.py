"""What is said to run again when a file changes does so, and what is said to come from the cache does that."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.plan.cache import invalidated
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from engine.engine import Build, Engine

FILES = ("package.json", "lock.json", "src/a.py", "src/deep/b.py", "src/x.log", "README.md", "docs/page.md", "run.sh")
IGNORED = "**/*.log\ndocs\n"
PAGE = (Path(__file__).parent / "cache.md").read_text(encoding="utf-8")
CASES = dict(re.findall(r"^```dockerfile (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", CASES)
def test_the_cache_is_used_as_foretold(name: str, engine: Engine) -> None:
    salt = os.urandom(8).hex()
    source = CASES[name].replace("echo", f"echo {salt}")
    files = {path: f"{path} {salt}\n" for path in FILES}
    context: dict[str, str] = {**files, ".dockerignore": IGNORED}
    listed = {path: len(text) for path, text in {**context, "Dockerfile": source}.items()}
    around = Context(contents(Workspace(listed, context.get), "", ".dockerignore"), sure=True, place="/workspace")
    model = analyse(parse(source), base_state=base_state)
    first = _built(engine, {**context, "Dockerfile": source})
    assert first.image, first.log
    changes = (*FILES, "src/new.py", "NEW.md")
    for path in changes if os.environ.get("DOCKWRIGHT_PLANS") else changes[::3]:
        found = invalidated(model, model.stages[-1], around, path)
        again = _built(engine, {**context, "Dockerfile": source, path: f"changed {path} {salt}\n"})
        assert again.image, again.log
        cached = {re.sub(r"^\[[^]]*\] ", "", step) for step in again.steps}
        for step in found.steps:
            shown = step.text.replace("${WHAT}", "src").replace("$WHAT", "src")
            said = {0: True, 2: False}.get(step.level)
            is_cached = any(one == shown or ("<<" in shown and one.startswith(shown)) for one in cached)
            assert said is None or is_cached == said, (path, step, sorted(cached))


def _built(engine: Engine, files: Mapping[str, str]) -> Build:
    """A build of a folder, since the ignore file counts for nothing in an archive."""
    place = Path("/tmp", f"dockwright-test-{os.getpid()}")
    folder = engine.root / place.relative_to("/")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    name = f"dockwright-test-{os.getpid()}-cache"
    done = engine.docker("build", "--progress=plain", "--network=none", "--tag", name, str(place))
    shutil.rmtree(folder)
    log = done.stderr.decode("utf-8", "replace")
    return Build(name if done.returncode == 0 else None, log, None)
