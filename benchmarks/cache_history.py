"""`python -m benchmarks.cache_history [COMMITS]`: compares predictions of `dockwright cache history` to real copies.

Each commit of this repository and of two generated ones is checked out, and the sources of each COPY are hashed: names,
content and the mode in git. For each step and commit the prediction is compared, and then the counts that the command
prints. Prints the numbers of predictions and of wrong ones, CPU time and memory of the command.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from dockwright.cli.plan import snapshot_of
from dockwright.context.git_history import changes
from dockwright.plan.cache_history import history

ROOT = Path(__file__).parents[1]
Takes = Callable[[str], bool]
OWN = {
    "COPY pyproject.toml package.json /app/": lambda path: path in ("pyproject.toml", "package.json"),
    "COPY server/dockwright/plan /app/plan": lambda path: path.startswith("server/dockwright/plan/"),
    "COPY --exclude=**/*.md server /app/server": lambda path: path.startswith("server/") and not path.endswith(".md"),
    "COPY docs/*.md /app/docs/": lambda path: path.startswith("docs/") and path.count("/") == 1 and path[-3:] == ".md",
    "COPY . /all": lambda path: not path.startswith("tests/") and path not in ("Dockerfile", ".dockerignore"),
}  # type: dict[str, Takes]
OWN_IGNORED = "tests\nDockerfile\n.dockerignore\n"
MADE = {
    "COPY *.json /app/": lambda path: "/" not in path and path.endswith(".json"),
    "COPY src/deep /app/deep": lambda path: path.startswith("src/deep/"),
    "COPY src /app/src": lambda path: path.startswith("src/") and not path.endswith(".log"),
    "COPY --exclude=src . /rest": lambda path: not path.startswith("src/") and not path.endswith(".log"),
}  # type: dict[str, Takes]
MADE_IGNORED = "**/*.log\n"


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    print(f"{'repository':22}{'commits':>8}{'predictions':>12}{'wrong':>7}{'seconds':>9}{'MB':>6}")
    with tempfile.TemporaryDirectory() as place:
        own = Path(place, "own")
        _git(ROOT, "clone", "-q", "--no-hardlinks", str(ROOT), str(own))
        _measured("this one", own, OWN, OWN_IGNORED)
        for seed, folders in ((1, 3), (2, 40)):
            made = Path(place, f"made{seed}")
            _make(made, seed, folders, count)
            _measured(f"made up, {folders} folders", made, MADE, MADE_IGNORED)


def _measured(name: str, folder: Path, copies: dict[str, Takes], ignored: str) -> None:
    revisions = _git(folder, "rev-list", "--first-parent", "HEAD").split()
    seen = {text: ["-", *(_hashes(folder, revisions, takes))] for text, takes in copies.items()}
    _git(folder, "checkout", "-q", "-f", revisions[0])
    (folder / "Dockerfile").write_text("FROM busybox\n" + "".join(f"{text}\n" for text in copies))
    (folder / ".dockerignore").write_text(ignored)
    command = [sys.executable, "-m", "dockwright", "cache", "history", "-n", str(len(revisions)), "--json"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as running:
        output = running.stdout.read() if running.stdout else b""
        _, running.returncode, used = os.wait4(running.pid, 0)
    seconds = used.ru_utime + used.ru_stime
    found = {step["text"]: step["taken"] for step in json.loads(output)["steps"]}
    real = {text: [one != two for one, two in pairwise(each)] for text, each in seen.items()}
    said = _said(folder, len(revisions))
    wrong = sum(one != two for text in real for one, two in zip(real[text], said[text], strict=True))
    wrong += sum(sum(each) != found[text] for text, each in real.items())
    count, memory = len(revisions) * len(real), used.ru_maxrss // 1024
    print(f"{name:22}{len(revisions):>8}{count:>12}{wrong:>7}{seconds:9.2f}{memory:>6}", flush=True)


def _said(folder: Path, count: int) -> dict[str, list[bool]]:
    """For each step, whether it is said to be invalidated by each commit, oldest first."""
    options = argparse.Namespace(no_context=False, context=None)
    path = folder / "Dockerfile"
    snapshot = snapshot_of(str(path), path.read_text(), options, {})
    commits = changes(folder, "", count)
    assert snapshot.context is not None and commits is not None
    model = snapshot.model
    rows = [history(model, model.stages[-1], snapshot.context, [paths]) for paths in reversed(commits)]
    return {row.step.text: [each[index].taken > 0 for each in rows] for index, row in enumerate(rows[0])}


_CHECKED_OUT: dict[Path, list[dict[str, str]]] = {}


def _hashes(folder: Path, revisions: list[str], takes: Takes) -> list[str]:
    """For each commit, oldest first, a hash of the sources; a special value if there are none."""
    if folder not in _CHECKED_OUT:
        known: dict[tuple[str, int, int], str] = {}
        found = []
        for revision in reversed(revisions):
            _git(folder, "checkout", "-q", "-f", revision)
            listed = _git(folder, "ls-files", "-z").split("\0")[:-1]
            found.append({path: _hash(folder / path, known) for path in listed})
        _CHECKED_OUT[folder] = found
    taken = ({path: value for path, value in each.items() if takes(path)} for each in _CHECKED_OUT[folder])
    return [json.dumps(each, sort_keys=True) if each else "-" for each in taken]


def _hash(path: Path, known: dict[tuple[str, int, int], str]) -> str:
    status = path.lstat()
    key = (str(path), status.st_mtime_ns, status.st_ino)
    if key not in known:
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        known[key] = hashlib.sha256(content).hexdigest() + oct(status.st_mode & 0o111)
    return known[key]


def _make(folder: Path, seed: int, folders: int, count: int) -> None:
    """A repository with this many commits that write, delete and change the modes of files."""
    chance = random.Random(seed)
    names = ["package.json", "lock.json", "README.md", "src/deep/a.py", "src/a.log"]
    names += [f"{top}/{number}/{leaf}.py" for top in ("src", "docs") for number in range(folders) for leaf in "abc"]
    there: set[str] = set()
    stream = []
    for number in range(count):
        lines = [f"commit refs/heads/main\ncommitter a <a@example.com> {number} +0000\ndata 1\nx\n"]
        for path in chance.sample(names, chance.choice((0, 1, 1, 1, 2, 5))):
            if path in there and chance.random() < 0.2:
                lines.append(f"D {path}\n")
                there.discard(path)
            else:
                mode = "100755" if chance.random() < 0.1 else "100644"
                lines.append(f"M {mode} inline {path}\ndata 1\n{chance.randrange(4)}\n")
                there.add(path)
        stream.append("".join(lines))
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input="".join(stream), text=True, check=True)
    _git(folder, "checkout", "-q", "-f", "main")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
