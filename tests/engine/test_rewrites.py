"""A rewrite that claims the same meaning makes the same image: both texts are built, and their images compared."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path
from typing import NamedTuple

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import apply
from engine.engine import Engine
from markers import selection
from refactor_pages import examples

SCRIPT = "#!/bin/sh\necho started\n"


def _archive() -> bytes:
    """A small archive with an owner of its own."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("pages/index.html")
        member.size, member.mode, member.uid, member.gid = 2, 0o640, 1000, 1000
        archive.addfile(member, io.BytesIO(b"a\n"))
    return packed.getvalue()


TREE: dict[str, str | bytes] = {
    "src/a.txt": "a\n",
    "src/sub/b.txt": "b\n",
    "package.json": "{}\n",
    "run.sh": SCRIPT,
    "site.tar.gz": _archive(),
}


class Case(NamedTuple):
    """A rewrite, and a file to try it on, with a cursor or selection."""

    kind: str
    dockerfile: str
    network: bool = False
    command: bool = False
    """Whether it writes the command in another form, so that what the container says is compared."""


_BLOCK = re.compile(r"^```dockerfile (?P<kind>\S+)(?P<flags>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def _cases() -> list[Case]:
    page = (Path(__file__).parent / "rewrites.md").read_text(encoding="utf-8")
    return [
        Case(match["kind"], match["body"], "network" in match["flags"], "command" in match["flags"])
        for match in _BLOCK.finditer(page)
    ]


CASES = _cases()
ELSEWHERE = {
    "refactor.rewrite.packages.aptGet": "`apt` and `apt-get` write different logs and lists",
    "refactor.rewrite.packages.clean": "it is meant to change the image: the lists go",
    "refactor.rewrite.packages.noCache": "it is meant to change the image: the cache goes",
    "refactor.rewrite.packages.yes": "the build before it fails",
    "refactor.rewrite.packages.apk": "the build before it fails: there is no apt-get",
    "refactor.rewrite.copy.lockFile": "the build before it fails: `npm ci` needs the lock file",
    "refactor.rewrite.run.commentsAbove": "the build before it fails: the line is no instruction",
    "refactor.rewrite.run.continueLine": "the build before it fails: the line is no instruction",
}
"""Rewrites that do not announce a change and whose images differ all the same, with the reason."""
LOGS = ("var/log/", "var/cache/", "var/lib/apt/", "var/lib/dpkg/")
"""What package managers write with the time of day in it."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_both_texts_make_the_same_image(case: Case, engine: Engine) -> None:
    source, span = selection(case.dockerfile)
    answer = by_kind()[case.kind].apply(Snapshot.of(source).model, span)
    assert isinstance(answer, Rewrite), answer
    after = apply(source, answer.plain)
    assert after != source
    first, second = (engine.build(text, TREE, network=case.network) for text in (source, after))
    assert first.image and second.image, (first.log, after, second.log)
    assert _settings(engine, first.image, case) == _settings(engine, second.image, case), after
    assert _files(engine, first.image, case) == _files(engine, second.image, case), after


def test_what_announces_no_change_is_tried() -> None:
    silent = set()
    for example in examples():
        if example.outcome == "after":
            answer = by_kind()[example.kind].apply(
                example.snapshot.model, example.span, example.context, example.config
            )
            assert isinstance(answer, Rewrite)
            if not answer.cost:
                silent.add(example.kind)
    tried = {case.kind for case in CASES}
    assert not tried & ELSEWHERE.keys()
    assert silent <= tried | ELSEWHERE.keys()


def _settings(engine: Engine, image: str, case: Case) -> object:
    found = engine.configuration(image)
    found["OnBuild"] = [re.sub(r"^\w+", lambda word: word[0].upper(), line) for line in found.get("OnBuild", ())]
    if case.command:
        found = {name: value for name, value in found.items() if name not in ("Cmd", "Entrypoint")}
        found["said"] = engine.run(image)
    return found


def _files(engine: Engine, image: str, case: Case) -> object:
    found = engine.tree(image)
    return {path: facts for path, facts in found.items() if not (case.network and path.startswith(LOGS))}
