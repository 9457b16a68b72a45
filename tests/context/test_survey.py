"""Surveys of real folders: what changes in them, and what a hostile one may hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import Entry
from dockwright.context.folder_walk import Listing, walk
from dockwright.context.survey import Survey
from dockwright.findings.finding import Severity
from dockwright.ide.completion.complete import complete
from dockwright.ide.hover.hover import hover
from dockwright.ide.snapshot import Snapshot


def made(folder: Path, **files: str) -> Survey:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return Survey(walk(folder))


def known(survey: Survey, *sources: str) -> Context:
    return survey.context("Dockerfile", sources)


def held(survey: Survey) -> set[Entry]:
    return set(known(survey).contents.entries)


def test_a_survey_after_changes_equals_a_new_one(tmp_path: Path) -> None:
    old = made(tmp_path, **{"Dockerfile": "", ".dockerignore": "*.log", "a/b.txt": "1", "a/c.txt": "2", "x.log": "3"})
    known(old)
    (tmp_path / "a" / "b.txt").unlink()
    (tmp_path / "a" / "c.txt").write_text("longer")
    (tmp_path / "new" / "deep").mkdir(parents=True)
    (tmp_path / "new" / "deep" / "file").write_text("")
    changed = ["a/b.txt", "a/c.txt", "new", "new/deep"]
    assert held(old.changed(changed)) == held(Survey(walk(tmp_path)))
    (tmp_path / ".dockerignore").write_text("a")
    changed.append(".dockerignore")
    assert held(old.changed(changed)) == held(Survey(walk(tmp_path)))
    assert known(old.changed(changed)).fate("x.log").sent == 1


@pytest.mark.skipif(os.name == "nt", reason="BuildKit's client on Windows gives every file the right to be run")
def test_whether_a_file_may_be_run_is_known_and_kept_up_to_date(tmp_path: Path) -> None:
    survey = made(tmp_path, **{"Dockerfile": "", "a/run.sh": "", "a/plain.txt": ""})
    (tmp_path / "a" / "run.sh").chmod(0o754)
    (tmp_path / "a" / "link").symlink_to("run.sh")
    names = ("a/run.sh", "a/plain.txt", "a/link", "a/other")
    survey = survey.changed(["a"])
    assert [known(survey).executable(name) for name in names] == [True, False, None, None]
    (tmp_path / "a" / "run.sh").chmod(0o644)
    (tmp_path / "a" / "plain.txt").chmod(0o755)
    later = survey.changed(["a/run.sh", "a/plain.txt"])
    assert [known(later).executable(name) for name in names] == [False, True, None, None]
    assert later.listing == walk(tmp_path)


def test_a_folder_that_is_gone_takes_its_files_along(tmp_path: Path) -> None:
    old = made(tmp_path, **{"a/b/c": "", "ab": ""})
    (tmp_path / "a" / "b" / "c").unlink()
    (tmp_path / "a" / "b").rmdir()
    assert set(old.changed(["a"]).listing.files) == {"ab"}


def test_what_git_ignores_is_read_again_when_it_changes(tmp_path: Path) -> None:
    survey = made(tmp_path, **{"Dockerfile": "", ".gitignore": "a\n", "sub/x": ""})
    (tmp_path / "sub" / ".gitignore").write_text("b\n")
    for changed in (["sub/.gitignore"], ["sub"]):
        git = survey.changed(changed).git
        assert (git.ignores("a"), git.ignores("sub/b"), git.ignores("b")) == (True, True, False)
    assert survey.changed(["sub/x"]).git is survey.git


def test_changes_outside_of_the_folder_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("x")
    survey = made(tmp_path / "in", a="")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "outside")
    assert set(survey.changed(["../outside/secret", "link/secret"]).listing.files) == {"a"}


def test_a_compose_file_that_comes_later_counts(tmp_path: Path) -> None:
    survey = made(tmp_path, **{"app/Dockerfile": "", "app/x": ""})
    assert survey.context("app/Dockerfile", ["x"]).contents.root == "app"
    (tmp_path / "compose.yaml").write_text("services: {a: {build: {context: ., dockerfile: app/Dockerfile}}}")
    found = survey.changed(["compose.yaml"]).context("app/Dockerfile", ["x"])
    assert (found.contents.root, found.sure) == ("", True)
    assert found.origin.startswith("from `compose.yaml:1")


@pytest.mark.parametrize(
    ("files", "wanted", "sure"),
    [
        (["app/Dockerfile", "app/x"], ["x"], True),
        (["Dockerfile", "x"], ["x", "."], True),
        (["Dockerfile", "go.mod"], ["."], True),
        (["Dockerfile", "README.md"], ["."], False),
        (["app/Dockerfile", "app/go.mod"], ["."], False),
        (["app/Dockerfile", "app/x", "x"], ["x"], False),
        (["app/Dockerfile", "app/x", "y"], ["x", "y"], False),
        (["Dockerfile", "x"], ["x", "y"], False),
    ],
)
def test_what_nothing_builds_is_built_in_its_folder_if_that_alone_has_all_sources(
    tmp_path: Path, files: list[str], wanted: list[str], sure: bool
) -> None:
    survey = made(tmp_path, **dict.fromkeys(files, ""))
    assert survey.context(files[0], wanted).sure == sure


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (".env", "WHERE=a\n", "WHERE=b\n"),
        ("parts/stack", "services: {x: {build: ../a}}", "services: {x: {build: ../b}}"),
        ("parts/base.txt", "services: {y: {build: ../a}}", "services: {y: {build: ../b}}"),
    ],
)
def test_files_count_that_others_name(tmp_path: Path, path: str, before: str, after: str) -> None:
    survey = made(
        tmp_path,
        **{
            ".devcontainer/devcontainer.json": '{"dockerComposeFile": "../parts/stack"}',
            "compose.yaml": "services:\n  v: {build: $WHERE}\n  y: {extends: {file: parts/base.txt, service: y}}\n",
            "a/Dockerfile": "",
            "b/Dockerfile": "",
            path: before,
        },
    )
    assert (survey.context("a/Dockerfile", []).sure, survey.context("b/Dockerfile", []).sure) == (True, False)
    (tmp_path / path).write_text(after)
    changed = survey.changed([path])
    assert (changed.context("a/Dockerfile", []).sure, changed.context("b/Dockerfile", []).sure) == (False, True)


def test_what_may_be_there_unseen_is_in_doubt(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    survey = made(tmp_path / "in", **{"Dockerfile": "", ".gitignore": "/dist\n*.tmp\n", "a/b": ""})
    (tmp_path / "in" / "link").symlink_to("../elsewhere")
    context = known(survey.changed(["link"]))
    doubts = {path: context.doubt(path) for path in ("link/x", "dist/app.js", "a/x.tmp", "a/x", "a/b/c")}
    assert doubts == {"link/x": True, "dist/app.js": True, "a/x.tmp": True, "a/x": False, "a/b/c": True}


@pytest.mark.parametrize("listing", [Listing(Path("/x"), {"a": 1}, ["b"]), Listing(Path("/x"), {"a": 1}, [], "limit")])
def test_nothing_is_claimed_of_what_was_not_read(listing: Listing) -> None:
    assert known(Survey(listing)).doubt("b/c")


def test_hostile_folders(tmp_path: Path) -> None:
    patterns = "".join(f"**/{'a*' * 20}{number}\n" for number in range(2_000))
    survey = made(tmp_path, **{"Dockerfile": "", ".dockerignore": patterns, "a" * 200: "", "b/c": ""})
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "bad\udcff").write_text("")
    (tmp_path / ("d/" * 80)).mkdir(parents=True)
    context = known(Survey(walk(tmp_path)))
    assert context.fate(".").sent == len(survey.listing.files) + 2
    assert not any("\udcff" in entry.path for entry in context.contents.entries)


def test_among_several_builds_the_chosen_one_is_sure(tmp_path: Path) -> None:
    services = [f"  {name}: {{build: {{context: {name}, dockerfile: ../Dockerfile}}}}" for name in "ab"]
    text = "\n".join(["services:", *services])
    survey = made(tmp_path, **{"Dockerfile": "", "compose.yaml": text, "a/x": "", "b/y": ""})
    found = {key: survey.context("Dockerfile", ["x"], *key) for key in ((None, ""), (None, "b"), ("b", ""), ("b", "a"))}
    shown = {key: (context.contents.root, context.sure) for key, context in found.items()}
    assert shown == {
        (None, ""): ("a", False),
        (None, "b"): ("b", True),
        ("b", ""): ("b", True),
        ("b", "a"): ("b", True),
    }
    assert found[None, ""].elsewhere("y") == "b"


DISAGREE = {
    "app/Dockerfile": "FROM alpine\nCOPY only.txt missing.txt /\n",
    "app/only.txt": "",
    "compose.yaml": "services: {a: {build: {context: ., dockerfile: app/Dockerfile}}}\n",
    ".github/workflows/a.yml": "jobs:\n  a:\n    steps:\n    - uses: docker/build-push-action@v6\n"
    "      with: {context: app}\n",
}


def test_builds_that_disagree_are_named_and_claim_nothing(tmp_path: Path) -> None:
    context = made(tmp_path, **DISAGREE).context("app/Dockerfile", ["only.txt"])
    assert not context.sure
    assert context.origin == "from `.github/workflows/a.yml:5`, while `compose.yaml:1 (a)` uses `.`"
    snapshot = Snapshot.of(DISAGREE["app/Dockerfile"]).placed(context)
    found = hover(snapshot, 0)
    assert found is not None
    assert found.markdown.startswith(
        "Build context: `app` (from `.github/workflows/a.yml:5`, while `compose.yaml:1 (a)` uses `.`). This is a guess"
    )
    assert all(one.severity == Severity.HINT for one in snapshot.findings if one.code == "source-not-found")
    chosen = made(tmp_path, **DISAGREE).context("app/Dockerfile", ["only.txt"], chosen="app")
    assert (chosen.sure, chosen.origin) == (True, "from `.github/workflows/a.yml:5`")


def test_an_ignore_file_that_no_build_reads(tmp_path: Path) -> None:
    text = "services: {a: {build: {context: ., dockerfile: app/Dockerfile}}}"
    survey = made(
        tmp_path, **{"app/Dockerfile": "", "app/.dockerignore": "x", "compose.yaml": text, ".dockerignore": ""}
    )
    assert "reads `.dockerignore`" in survey.ignore_facts("app/.dockerignore", "x").unused
    assert survey.ignore_facts(".dockerignore", "x").unused == ""
    (tmp_path / "app" / "Dockerfile.dev").write_text("")
    assert survey.changed(["app/Dockerfile.dev"]).ignore_facts("app/.dockerignore", "x").unused == ""


def test_what_an_editor_holds_counts_before_what_is_saved(tmp_path: Path) -> None:
    survey = made(tmp_path, **{"Dockerfile": "", ".dockerignore": "*.log", "x.log": "3"})
    assert known(survey, "x.log").fate("x.log").sent == 0
    edited = survey.reading({".dockerignore": ""})
    assert known(edited, "x.log").fate("x.log").sent == 1
    assert edited.reading({".dockerignore": ""}) is edited
    assert known(edited.reading({}), "x.log").fate("x.log").sent == 0
    assert known(survey.reading({"no-such/.dockerignore": "x.log"})).fate("x.log").sent == 0


COMPOSE = """\
services:
  web:
    build:
      context: .
      args: {VERSION: "3.20", WHEN: "${NOW}", MODE: a}
      additional_contexts: {Assets: ./assets, tool: docker-image://alpine}
  worker:
    build:
      context: .
      args: {MODE: b}
"""


def test_a_build_gives_values_and_named_contexts(tmp_path: Path) -> None:
    survey = made(
        tmp_path,
        **{
            "Dockerfile": "",
            "compose.yaml": COMPOSE,
            "assets/.dockerignore": "*.log",
            "assets/a.log": "1",
            "assets/b": "",
        },
    )
    context = known(survey)
    assert {name: (found.value, found.label) for name, found in context.args.items()} == {
        "VERSION": ("3.20", "compose.yaml:4 (web)")
    }, "MODE differs between builds, and what WHEN comes to is known only where the build runs"
    assets, tool = context.named_contexts["assets"].context, context.named_contexts["tool"]
    assert assets is not None and (assets.fate("a.log").sent, assets.fate("b").sent) == (0, 1)
    assert (tool.given.value, tool.context) == ("docker-image://alpine", None)


def test_what_a_build_gives_is_explained(tmp_path: Path) -> None:
    survey = made(tmp_path, **{"Dockerfile": "", "compose.yaml": COMPOSE, "assets/b": "12"})
    source = "ARG VERSION=3.19\nFROM alpine:$VERSION\nCOPY --from=assets b /b\n"
    snapshot = Snapshot.of(source).placed(known(survey))

    def said(word: str) -> str:
        found = hover(snapshot, source.index(word))
        return found.markdown if found else ""

    assert "**VERSION** = `3.20`" in said("$VERSION")
    assert "given `3.20` by compose.yaml:4 (web)" in said("$VERSION")
    assert "named context of the build: `./assets` (compose.yaml:4 (web))" in said("assets")
    assert "1 file, 2 bytes" in said("b /b")
    assert snapshot.placed(None).build_args == {}


def test_images_of_other_dockerfiles_are_proposed(tmp_path: Path) -> None:
    other = "FROM --platform=$BUILDPLATFORM our/base:7 AS Build\nfrom build\nFROM scratch\nFROM $X\nfrom our/web\n"
    survey = made(tmp_path, **{"Dockerfile": "", "a/Dockerfile": other, "b/Dockerfile.dev": "FROM our/base:7\n"})
    context = known(survey)
    assert dict(context.bases) == {"our/base:7": 2, "our/web": 1}
    proposed = {one.label: one for one in complete(Snapshot.of("FROM o\n").placed(context), 6)}
    assert proposed["our/base:7"].detail == "used in the workspace"
    assert "7" in {one.label for one in complete(Snapshot.of("FROM our/base:\n").placed(context), 14)}
    (tmp_path / "b" / "Dockerfile.dev").write_text("FROM other\n")
    assert dict(known(survey.changed(["b/Dockerfile.dev"])).bases) == {"our/base:7": 1, "our/web": 1, "other": 1}


def test_a_build_of_what_git_holds_is_said_to_be_one_and_is_not_sure(tmp_path: Path) -> None:
    workflow = "jobs:\n  a:\n    steps:\n    - uses: docker/build-push-action@v6\n      with: {file: Dockerfile}\n"
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "a.yml").write_text(workflow)
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    context = Survey(walk(tmp_path)).context("Dockerfile", [])
    assert not context.sure
    assert "builds from Git" in context.origin


def test_the_names_that_builds_say_are_known(tmp_path: Path) -> None:
    compose = "services:\n  app:\n    build:\n      context: .\n      target: Dev\n      args: {VERSION: '1'}\n"
    context = known(made(tmp_path, **{"Dockerfile": "FROM a AS dev\n", "compose.yaml": compose}))
    assert context.targets == {"dev": "compose.yaml:4 (app)"}
    assert context.given == {"VERSION": "compose.yaml:4 (app)"}
    other = "jobs:\n  one:\n    steps:\n      - run: docker build --target test --build-arg V=1 .\n"
    ci = made(tmp_path / "x", **{"Dockerfile": "FROM a AS test\n", ".github/workflows/ci.yml": other})
    assert list(known(ci).targets) == ["test"]
