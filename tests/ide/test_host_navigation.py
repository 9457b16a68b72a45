"""From host files to Dockerfiles and back; renaming over both."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.context.values import Build
from dockwright.ide.hosts.dockerfile_names import named_at
from dockwright.ide.hosts.navigation import definitions, highlights, hover, links, meant
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.rename import Refusal, places, prepare, rename
from dockwright.syntax.tree import parse
from host_files import DOCKERFILE, Recorded, host, survey
from markers import cursor
from shared import SHARED, listed, needs_shared

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "20"))
COMPOSE = """services:
  web:
    build:
      context: .
      dockerfile: ./Dockerfile
      target: build
      args: {VERSION: 1}
      secrets: [npm]
  other:
    build: {context: ., target: Build}
"""


@pytest.mark.parametrize(
    ("mark", "text", "told"),
    [
        ("target: bu<|>ild", "build", "Stage **build**, based on `node:${VERSION}` (`Dockerfile:3`)"),
        ("{VER<|>SION", "VERSION", "**ARG VERSION** without a default (`Dockerfile:1`)"),
        ("[npm<|>]", "--mount=type=secret,id=npm,required=true", "Mounted by RUN (`Dockerfile:5`)"),
        ("./Docker<|>file", "", "**Dockerfile**: 2 stages, stages `build`, `final`"),
    ],
)
def test_what_a_place_means(tmp_path: Path, mark: str, text: str, told: str) -> None:
    snapshot = host(tmp_path, "compose.yaml", COMPOSE)
    offset = COMPOSE.index(mark.replace("<|>", "")) + mark.index("<|>")
    (place,) = definitions(snapshot, offset)
    assert (place.path, place.text.slice(place.span)) == (str(tmp_path / "Dockerfile"), text)
    found = hover(snapshot, offset)
    assert found is not None and found.markdown == told


def test_a_named_context(tmp_path: Path) -> None:
    text = "services:\n  a:\n    build:\n      context: .\n      additional_contexts: {Tools: ./t}\n"
    snapshot = host(tmp_path, "compose.yaml", text, Dockerfile="FROM a\nCOPY --from=tools /x /x\n")
    (place,) = definitions(snapshot, text.index("Tools"))
    assert place.text.slice(place.span) == "tools"


def test_links_and_highlights(tmp_path: Path) -> None:
    snapshot = host(tmp_path, "compose.yaml", COMPOSE)
    assert [(snapshot.text.slice(link.span), link.path) for link in links(snapshot)] == [
        ("./Dockerfile", str(tmp_path / "Dockerfile"))
    ]
    shown = highlights(snapshot, COMPOSE.index("build\n      args") + 1)
    assert [snapshot.text.slice(span) for span in shown] == ["build", "Build"]


@pytest.mark.parametrize(
    ("source", "kinds", "name"),
    [
        ("FROM a AS Bu<|>ild\n", ("target", "stage"), "build"),
        ("FROM a\nARG V<|>\n", ("arg",), "V"),
        ("FROM a\nRUN --mount=type=secret,id=np<|>m x\n", ("secret",), "npm"),
        ("FR<|>OM a\n", ("dockerfile", "build"), ""),
        ("FROM a\nCOPY --from=too<|>ls / /\n", ("named_context",), "tools"),
    ],
)
def test_what_host_files_may_know(source: str, kinds: tuple[str, ...], name: str) -> None:
    text, offset = cursor(source)
    assert named_at(Snapshot.of(text), offset) == (kinds, name)


def test_what_they_do_not_know() -> None:
    for source in ("FROM a\nENV V<|>=1\n", "FROM a\nRUN ech<|>o\n"):
        text, offset = cursor(source)
        assert named_at(Snapshot.of(text), offset) is None


def opened(known: Survey, text: str, path: str = "Dockerfile") -> Snapshot:
    """A Dockerfile of a folder in its context."""
    return Snapshot.of(text).placed(known.context(path, sources(parse(text))))


def renamed(folder: Path, files: dict[str, str], old: str, new: str) -> dict[str, str] | str:
    """The files after the first mention of a name in the Dockerfile was renamed; or why it was not."""
    snapshot = opened(survey(folder, files), files["Dockerfile"])
    offset = files["Dockerfile"].index(old)
    found = rename(snapshot, offset, new)
    assert isinstance(found, Refusal) or not isinstance(prepare(snapshot, offset), Refusal)
    if isinstance(found, Refusal):
        return found.reason
    changed = {"Dockerfile": [edit.span for edit in found]}
    for one in places(snapshot, offset):
        changed.setdefault(one.file, []).append(one.span)
    after = dict(files)
    for path, spans in changed.items():
        for span in sorted(set(spans), reverse=True):
            after[path] = after[path][: span.start] + new + after[path][span.end :]
    return after


BAKE = (
    'target "_base" {\n  args = { VERSION = "22" }\n}\ntarget "app" {\n  inherits = ["_base"]\n  target = "build"\n}\n'
)


def test_a_stage_and_an_arg_in_all_files(tmp_path: Path) -> None:
    files = {"Dockerfile": DOCKERFILE, "compose.yaml": COMPOSE, "docker-bake.hcl": BAKE}
    after = renamed(tmp_path / "stage", files, "build", "compile")
    assert after == {
        "Dockerfile": DOCKERFILE.replace("build", "compile"),
        "compose.yaml": COMPOSE.replace("target: build", "target: compile").replace("target: Build", "target: compile"),
        "docker-bake.hcl": BAKE.replace('"build"', '"compile"'),
    }
    after = renamed(tmp_path / "arg", files, "VERSION", "NODE_TAG")
    assert after == {path: text.replace("VERSION", "NODE_TAG") for path, text in files.items()}


@pytest.mark.parametrize(
    ("files", "old", "new", "reason"),
    [
        ({"compose.yaml": COMPOSE.replace("target: build", "target: ${T:-build}")}, "build", "b", "from an expression"),
        ({"compose.yaml": COMPOSE.replace("{VERSION: 1}", "[VERSION]")}, "VERSION", "V", "environment"),
        ({"Makefile": "b:\n\tdocker build --target build . && docker build .\n"}, "build", "b", "Makefile:2 builds"),
        ({"compose.yaml": COMPOSE.replace("VERSION: 1", "VERSION: 1, NEW: 1")}, "VERSION", "NEW", "already sets"),
        ({"compose.yaml": COMPOSE.replace("VERSION: 1", "NEW: 1")}, "VERSION", "NEW", "sets `NEW`"),
        (
            {"docker-bake.hcl": 'target "a" {\n  target = T\n}\ntarget "b" {\n  target = "build"\n}\n'},
            "build", "b", "",
        ),
        (
            {"docker-bake.hcl": 'target "a" {\n  contexts = { build = "docker-image://x" }\n}\n'},
            "build", "b", "replaces the stage",
        ),
        (
            {"docker-bake.hcl": BAKE + 'target "o" {\n  dockerfile = "O"\n  inherits = ["_base"]\n}\n', "O": "FROM a"},
            "VERSION", "V", "builds `O` with the same lines",
        ),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, files: dict[str, str], old: str, new: str, reason: str) -> None:
    found = renamed(tmp_path, {"Dockerfile": DOCKERFILE, **files}, old, new)
    if not reason:
        assert isinstance(found, dict)
    else:
        assert isinstance(found, str)
        assert reason in found


def test_what_is_meant_by_a_place(tmp_path: Path) -> None:
    snapshot = host(tmp_path, "compose.yaml", COMPOSE)
    found = meant(snapshot, COMPOSE.index("build\n      args") + 1)
    assert found[1:] == ("Dockerfile", DOCKERFILE.index("build"))
    assert meant(snapshot, COMPOSE.index("npm")) == "Only stages and ARGs can be renamed"


def _shape(builds: tuple[Build, ...], path: str, old: str, new: str) -> list[object]:
    """What builds say of a Dockerfile, with the old name for the new one."""

    def back(name: str) -> str:
        return old if name.lower() == new.lower() else name

    return sorted(
        (
            build.file,
            build.name,
            back(build.target).lower(),
            sorted((back(name), value) for name, value in build.args.items()),
        )
        if build.dockerfile == path
        else (build.file, build.name, build.target, sorted(build.args.items()))
        for build in builds
    )


@needs_shared
def test_every_stage_and_arg_of_real_repositories() -> None:
    """Renamed once: the builds are the same but for the name, and only the name has changed."""
    assert SHARED is not None
    done = refused = with_hosts = 0
    for folder in sorted((SHARED / "contexts").glob("*+*")):
        workspace = listed(folder.name)
        known = Survey(Recorded(workspace))
        seen = set()
        for path in dict.fromkeys(build.dockerfile for build in known.builds if build.references):
            text = workspace.read(path)
            if text is None:
                continue
            snapshot = opened(known, text, path)
            tokens = [(stage.name_token.span.start, stage.name) for stage in snapshot.model.stages if stage.name_token]
            tokens += [
                (token.span.start, token.value.partition("=")[0])
                for step in snapshot.model.steps()
                for token in (step.instruction.arguments if step.instruction.name == "ARG" else ())
            ]
            for offset, name in tokens:
                if name is None or (path, name) in seen:
                    continue
                seen.add((path, name))
                new = "zz_new_name" if name.islower() else "ZZ_NEW_NAME"
                found = rename(snapshot, offset, new)
                if isinstance(found, Refusal):
                    refused += 1
                    continue
                others = places(snapshot, offset)
                done += 1
                with_hosts += bool(others)
                if not others or with_hosts % EVERY:
                    continue
                edited = Recorded(workspace)
                edited.texts = {path: _edited(text, [edit.span for edit in found], new)}
                for file in {one.file for one in others}:
                    held = workspace.read(file)
                    assert held is not None
                    edited.texts[file] = _edited(held, [one.span for one in others if one.file == file], new)
                    assert edited.texts[file].lower().replace(new.lower(), name.lower()) == held.lower()
                after = Survey(edited).builds
                assert _shape(after, path, name, new) == _shape(known.builds, path, name, new), (
                    folder.name,
                    path,
                    name,
                )
    assert done > 500
    assert with_hosts > 50


def _edited(text: str, spans: list[object], new: str) -> str:
    for start, end in sorted(set(spans), reverse=True):  # type: ignore[misc]
        text = text[:start] + new + text[end:]
    return text
