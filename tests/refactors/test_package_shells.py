"""Rewritten commands of package managers call in real shells what they called before, and fail where they failed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import stubs
from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Span, apply
from refactor_pages import examples
from shared import SHARED
from stubs import Run

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "160"))
"""One in so many files of the corpus is looked at."""
WHOLE = "DOCKWRIGHT_CORPUS_EVERY" in os.environ
"""Whether each text is run in each shell, not in one after the other."""

BODIES = [
    "apt-get update && apt-get install -y zsh curl bash",
    "set -e; apt-get update; apt-get install -y b a",
    "apt-get update; apt-get install b a",
    "set -eux; sudo apt-get update; sudo apt-get install b $x a c",
    "apt-get install b a || apt-get install d c",
    "if apt-get install b a; then echo; else false; fi",
    "for p in x y; do apt-get install b $p a; done",
    "( apt-get update && apt install b a ) && make",
    "{ apt-get update; apt-get install b a; } && make",
    "apt-get install b a | tee log",
    "! apt-get install b a",
    "apt-get update && apt-get install 'b' \"a\" c=1 d/sid e- f+ g++ && rm -rf /var/lib/apt/lists/* && make",
    "set -e; apt-get update; apt-get install b a; rm -rf /var/lib/apt/lists/*; make",
    "apt update && apt upgrade && apt full-upgrade",
    "set -e; apt-get update && apt-get install b a && rm -rf /var/lib/apt/lists/*; make",
    "apt-get update && rm -rf /var/lib/apt/lists/* /tmp/x && apt-get install b a && apt-get clean",
    "apt-get update && apt-get install b a; rm -rf /var/lib/apt/lists/*",
    "apk add --virtual .x b a && apk add d c && apk del .x",
    "apk add --no-cache b a && make && rm -rf /var/cache/apk/*",
    "dnf install b a && dnf clean all && rm -rf /var/cache/dnf",
    "yum install b a; yum clean all",
    "set -e; yum install b a; yum clean all",
    "pip install --no-cache-dir b a && pip cache purge",
    "python3 -m pip install b a && python3 -m pip uninstall a",
    "npm ci && npm cache clean --force && npm run build",
    "set -e; npm ci; npm cache clean --force",
    "yarn && yarn cache clean",
    "apt-get install $(echo b a) d c && exec make",
    "apt-get update && apt-get install b a && exit 0",
    "zypper install b a && zypper clean",
    "pacman -S b a",
    "cd /x && apk add b a",
    "a=1 apt-get update && DEBIAN_FRONTEND=x apt-get install b a 2>/dev/null",
    "time apt-get update && env x=1 apt-get install b a",
    "yes | apt-get install b a",
    "case a in a) apt-get install b a;; esac",
]
_PREFIXES = ["RUN ", "ONBUILD RUN ", "RUN <<EOF\n"]
_ADDED = {
    "-y", "--noconfirm", "--no-install-recommends", "--without-recommends", "--no-recommends", "--no-cache",
    "--no-cache-dir",
    "--setopt=install_weak_deps=False", "--setopt=install_weak_deps=0", "--with-new-pkgs",
}  # fmt: skip


def _words(call: tuple[str, ...]) -> tuple[str, ...]:
    return (call[0], *sorted(set(call[1:])))


def same_words(before: Run, after: Run) -> bool:
    """The same commands with the same words in any order."""
    return before.status == after.status and [*map(_words, before.calls)] == [*map(_words, after.calls)]


def same_but_switches(before: Run, after: Run) -> bool:
    """The same commands but for the switches that are added."""
    return before.status == after.status and [*map(_bare, before.calls)] == [*map(_bare, after.calls)]


def same_without_index(before: Run, after: Run) -> bool:
    """The same commands, but for the switches against a cache and what fetches an index into it."""

    def kept(run: Run) -> list[tuple[str, ...]]:
        calls = [call for call in run.calls if call != ("stub_apk", "update")]
        return [tuple(word for word in _bare(call) if word not in ("-U", "--update")) for call in calls]

    if before.status != 0 and ("stub_apk", "update") in before.calls:
        return True  # counted from the first, it is another call that fails, or none
    return before.status == after.status and kept(before) == kept(after)


def _bare(call: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in call if word not in _ADDED)


def same_in_apt_get(before: Run, after: Run) -> bool:
    """The same commands as apt-get calls them."""
    written = {"full-upgrade": "dist-upgrade", "apt": "apt-get"}
    calls = [tuple(written.get(word, word) for word in _bare(call)) for call in before.calls]
    return before.status == after.status and calls == [*map(_bare, after.calls)]


def cleaned_if_all_went_well(before: Run, after: Run) -> bool:
    """The same commands, and the clean-up after them exactly if they succeeded."""
    more = after.calls[len(before.calls) :]
    good = all("clean" in call or "-rf" in call for call in more) and bool(more) == (before.status == 0)
    return before.status == after.status and after.calls[: len(before.calls)] == before.calls and good


def same_without_cleaning(before: Run, after: Run) -> bool:
    """The same commands, those that empty a cache apart."""
    return before.status == after.status and _kept(before) == _kept(after)


def _kept(found: Run) -> list[tuple[str, ...]]:
    return [_bare(call) for call in found.calls if not _empties(call)]


def _empties(call: tuple[str, ...]) -> bool:
    removes = call[0] == "stub_rm" or call[:2] == ("stub_sudo", "rm")
    return (
        removes
        or any(word.endswith("clean") or word == "clear-cache" for word in call)
        or {"cache", "purge"} <= {*call}
    )


def _always_good(call: tuple[str, ...]) -> bool:
    """What is added or taken out is known to succeed; and sudo runs it, or something else."""
    return _empties(call) or call[0] == "stub_sudo"


CHECKS: dict[str, Callable[[Run, Run], bool]] = {
    "refactor.rewrite.packages.sort": same_words,
    "refactor.rewrite.packages.onePerLine": lambda before, after: before == after,
    "refactor.rewrite.packages.yes": same_but_switches,
    "refactor.rewrite.packages.noRecommends": same_but_switches,
    "refactor.rewrite.packages.noCache": same_without_index,
    "refactor.rewrite.packages.aptGet": same_in_apt_get,
    "refactor.rewrite.packages.clean": cleaned_if_all_went_well,
    "refactor.rewrite.run.cacheMount": same_without_cleaning,
}


@pytest.mark.skipif(not stubs.SHELLS, reason="no POSIX shell is here")
@pytest.mark.parametrize("kind", CHECKS)
def test_the_same_is_called_before_and_after(kind: str, tmp_path: Path) -> None:
    compared = 0
    succeeds = _always_good if CHECKS[kind] is same_without_cleaning else lambda call: False
    for source in sources():
        snapshot = Snapshot.of(source)
        for stage in snapshot.model.stages:
            for step in stage.all("RUN", "ONBUILD"):
                start = step.instruction.start
                body = body_of(step)
                answer = by_kind()[kind].apply(snapshot.model, Span(start, start))
                if body is None or not isinstance(answer, Rewrite):
                    continue
                at = start + sum(
                    len(edit.new) - edit.span.end + edit.span.start for edit in answer.edits if edit.span.end < start
                )
                after = Snapshot.of(apply(source, answer.edits)).model.step_at(at)
                rewritten = body_of(after) if after else None
                assert rewritten is not None
                shells = list(stubs.SHELLS) if WHOLE else [list(stubs.SHELLS)[compared % len(stubs.SHELLS)]]
                texts = (body.text,), (rewritten.text,)
                compared += stubs.compare(*texts, tmp_path / "bin", CHECKS[kind], succeeds, shells)
    assert compared > 5


@pytest.mark.skipif(not stubs.SHELLS, reason="no POSIX shell is here")
def test_an_update_with_its_install_calls_what_both_called(tmp_path: Path) -> None:
    compared = 0
    for number in range(400 if WHOLE else 40):
        chance = random.Random(number)
        update, install = made_up(chance, _UPDATES), made_up(chance, _INSTALLS)
        source = f"FROM debian:12\nRUN {update}\n# Then\nRUN {install}\n"
        snapshot = Snapshot.of(source)
        answer = by_kind()["refactor.rewrite.packages.updateWithInstall"].apply(snapshot.model, Span(16, 16))
        if isinstance(answer, Rewrite):
            (after,) = Snapshot.of(apply(source, answer.edits)).tree.all("RUN")
            same = (update, install), (after.argument_text,)
            compared += stubs.compare(*same, tmp_path / "bin", lambda one, other: one == other)
    assert compared > 15


_UPDATES = ["apt-get update", "apt-get update -q", "curl -o a b", "apt update", "echo a", "cd /x", "set -e"]
_INSTALLS = [
    "apt-get install -y b a", "apt install -y b a", "apt-get clean", "rm -rf /var/lib/apt/lists/*", "make",
    "make || true", "x=1", "for p in a b; do apt-get install -y $p; done", "( cd /x && make )", "exit 0", "set -ex",
    "! make",
]  # fmt: skip
_ANY = [
    *_UPDATES, *_INSTALLS, "apt upgrade -y", "sudo apt full-upgrade", "apk add b a", "rm -rf /var/cache/apk/*",
    "apk update", "pip install --no-cache-dir b a", "pip cache purge", "npm ci", "npm cache clean --force", "yarn",
    "yarn cache clean", "dnf install -y b a", "dnf clean all", "go mod download", "go build", "cargo build",
    "composer install", "bundle install", "rm -rf /root/.cache /tmp/x", "rm -rf ~/.npm",
    "if apt-get install -y c; then make; fi", "{ npm ci; make; }", "apt-get install -y d | tee log",
    "apt-get update || apt-get update",
]  # fmt: skip


def made_up(chance: random.Random, pieces: list[str]) -> str:
    """A text of some pieces, with one operator between them or with any."""
    operator = chance.choice((" && ", " && ", "; ", ""))
    text = chance.choice(pieces[:3])
    for _ in range(chance.randrange(4)):
        text += (operator or chance.choice((" && ", "; ", " || "))) + chance.choice(pieces)
    return chance.choice(("", "", "set -e; ", "set -eux; ", "set -x && ")) + text


@cache
def sources() -> tuple[str, ...]:
    """Files with the bodies, those of pages, and those of the corpus where it is."""
    found = []
    for base in ("debian:12", "alpine:3.21", "node:22", "python:3.13", "fedora"):
        for number, body in enumerate(BODIES):
            if base.startswith(("debian", ("alpine", "node", "python", "fedora")[number % 4])):
                prefix = _PREFIXES[number % len(_PREFIXES)]
                found.append(f"FROM {base}\n{prefix}{body}\n" + "EOF\n" * prefix.endswith("\n"))
    for number in range(1200 if WHOLE else 100):
        chance = random.Random(1000 + number)
        base = chance.choice(("debian:12", "alpine:3.21", "node:22", "python:3.13", "golang:1.24", "fedora:41"))
        prefix = chance.choice(_PREFIXES)
        text = made_up(chance, chance.sample(_ANY, 12))
        found.append(f"FROM {base}\n{prefix}{text}\n" + "EOF\n" * prefix.endswith("\n"))
    found += [example.source for example in examples() if "packages" in example.kind or "cache" in example.kind]
    if SHARED:
        for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[::EVERY]:
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return tuple(found)
