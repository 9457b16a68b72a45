"""Files that define builds and move, and those that call or include them."""

from __future__ import annotations

import pytest

from moved_files import held

CALLED = {
    ".github/workflows/build.yml": "on: {workflow_call: {inputs: {file: {type: string}}}}\njobs:\n  a:\n    steps:\n"
    "      - uses: docker/build-push-action@v6\n        with:\n          context: app\n"
    "          file: ${{ inputs.file }}\n",
    ".github/workflows/nightly.yml": "# builds app/api.Dockerfile\non: [push]\njobs:\n  api:\n"
    "    uses: ./.github/workflows/build.yml\n    with: {file: app/api.Dockerfile}\n  web:\n"
    "    uses: ./.github/workflows/build.yml\n    with:\n      file: app/web.Dockerfile\n",
    "app/api.Dockerfile": "FROM a\nCOPY x /\n",
    "app/web.Dockerfile": "FROM a\nCOPY x /\n",
    "app/x": "",
}
"""Builds whose Dockerfile one workflow names and another one builds."""

BUILD, NIGHTLY = (f".github/workflows/{name}.yml" for name in ("build", "nightly"))


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("app/api.Dockerfile", "app/back.Dockerfile", {NIGHTLY: [("{file: app/api", "{file: app/back")]}),
        ("app", "src", {NIGHTLY: [("file: app", "file: src")], BUILD: [("context: app", "context: src")]}),
        (BUILD, ".github/workflows/image.yml", {NIGHTLY: [("workflows/build", "workflows/image")]}),
        (NIGHTLY, ".github/workflows/daily.yml", {}),
    ],
)
def test_called_workflows(old: str, new: str, edits: dict[str, list[tuple[str, str]]]) -> None:
    edited, said = held(CALLED, (old, new))
    expected = {}
    for path, changes in edits.items():
        expected[path] = CALLED[path]
        for was, will_be in changes:
            expected[path] = expected[path].replace(was, will_be)
    assert (edited, said) == (expected, ())


def test_a_workflow_that_nobody_runs_from_its_new_place() -> None:
    assert held(CALLED, (NIGHTLY, "docs/nightly.yml")) == (
        {}, (f"{NIGHTLY}: it defines builds, but is not read as such from `docs/nightly.yml`",)
    )  # fmt: skip


def test_a_composite_action() -> None:
    files = {
        ".github/actions/image/action.yml": "inputs: {file: {}}\nruns:\n  using: composite\n  steps:\n"
        "    - uses: docker/build-push-action@v6\n      with: {context: ., file: '${{ inputs.file }}'}\n",
        ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/image\n"
        "        with: {file: docker/Dockerfile}\n",
        "docker/Dockerfile": "FROM a\n",
    }
    ci = ".github/workflows/ci.yml"
    assert held(files, ("docker", "images")) == ({ci: files[ci].replace("docker/D", "images/D")}, ())
    edited, said = held(files, (".github/actions/image", ".github/actions/build"))
    assert (edited, said) == ({ci: files[ci].replace("actions/image", "actions/build")}, ())
    action = ".github/actions/image/action.yml"
    edited, said = held(files, (action, ".github/actions/image/build/action.yaml"))
    assert (edited, said) == ({ci: files[ci].replace("actions/image", "actions/image/build")}, ())
    edited, said = held(files, (action, "image/build.yml"))
    assert (edited, said) == ({}, (f"{ci}: it calls `{action}` by its folder; change it by hand",))


def test_every_call_of_an_action() -> None:
    action, ci = ".github/actions/image/action.yml", ".github/workflows/ci.yml"
    call = "    steps:\n      - uses: ./.github/actions/image\n"
    files = {
        action: "runs:\n  using: composite\n  steps:\n    - uses: docker/build-push-action@v6\n"
        "      with: {context: .}\n",
        ci: f"jobs:\n  a:\n{call}  b:\n{call}",
        "Dockerfile": "FROM a\n",
    }
    for pair in ((action, ".github/actions/build/action.yml"), (".github/actions/image", ".github/actions/build")):
        edited, said = held(files, pair)
        assert (edited, said) == ({ci: files[ci].replace("actions/image", "actions/build")}, ())


TWICE = "docker build -t app -f app/Dockerfile app && docker build -t app -f app/Dockerfile app"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("build.sh", f"#!/bin/sh\n{TWICE}\n"),
        ("Makefile", f"all:\n\t{TWICE}\n"),
        (".github/workflows/a.yml", f"jobs:\n  a:\n    steps:\n      - run: {TWICE}\n"),
        (".gitlab-ci.yml", f"a:\n  script:\n    - {TWICE}\n"),
        ("package.json", '{"scripts": {"a": "' + TWICE + '"}}'),
        ("Jenkinsfile", f"node {{\n  sh '{TWICE}'\n}}\n"),
    ],
)
def test_two_equal_commands_of_a_line(path: str, text: str) -> None:
    files = {path: text, "app/Dockerfile": "FROM a\n"}
    edited, said = held(files, ("app", "web"))
    assert (edited, said) == ({path: text.replace("app/D", "web/D").replace("ile app", "ile web")}, ())


def test_an_included_pipeline() -> None:
    files = {
        ".gitlab-ci.yml": "include:\n  - local: /ci/build.yml\nb: {extends: .build}\n",
        "ci/build.yml": ".build:\n  script:\n    - docker build -f docker/a.Dockerfile .\n",
        "docker/a.Dockerfile": "FROM a\n",
    }
    assert held(files, ("docker", "images")) == (
        {"ci/build.yml": files["ci/build.yml"].replace("docker/", "images/")}, ()
    )  # fmt: skip


SCRIPT = '#!/bin/sh\ncd "$(dirname "$0")"\ndocker build -t x .\n'


@pytest.mark.parametrize(("old", "new"), [("a", "b/a"), ("b/c", "c"), ("b/c", "b/d/c")])
def test_a_script_that_moves_with_what_it_builds(old: str, new: str) -> None:
    files = {
        "a/build.sh": SCRIPT, "a/Dockerfile": "FROM a\n", "b/c/build.sh": SCRIPT, "b/c/Dockerfile": "FROM a\n",
    }  # fmt: skip
    assert held(files, (old, new)) == ({}, ())


def test_a_dockerfile_that_moves_to_where_a_file_looks_for_it() -> None:
    files = {
        "ci.sh": "docker build -f images/web.Dockerfile .\ndocker build -f api.Dockerfile .\n",
        "api.Dockerfile": "FROM a\n",
        "web.Dockerfile": "FROM a\n",
    }
    moves = ("web.Dockerfile", "images/web.Dockerfile"), ("api.Dockerfile", "images/api.Dockerfile")
    assert held(files, *moves) == ({"ci.sh": files["ci.sh"].replace("f api", "f images/api")}, ())


def test_why_a_file_is_not_edited() -> None:
    files = {
        "app/compose.yaml": "services: {a: {build: .}}\n",
        "web/Dockerfile": "FROM a\n",
        "app/Dockerfile": "FROM a\n",
        "ci.compose.yaml": "services:\n  web:\n    build: web  # the default is Dockerfile\n",
    }
    moves = ("app/compose.yaml", "app/moved.compose.yaml"), ("app/Dockerfile", "app/x.Dockerfile")
    assert held(files, *moves) == (
        {}, ("app/compose.yaml: it builds `app/Dockerfile` without naming it; name it there by hand",)
    )  # fmt: skip
    assert held(files, ("web/Dockerfile", "web/x.Dockerfile")) == (
        {}, ("ci.compose.yaml: it builds `web/Dockerfile` without naming it; name it there by hand",)
    )  # fmt: skip


def test_a_called_workflow_that_builds_something_itself() -> None:
    files = {
        **CALLED,
        BUILD: CALLED[BUILD] + "  b:\n    steps:\n      - run: docker build -f app/web.Dockerfile app\n",
        ".github/workflows/all.yml": CALLED[NIGHTLY],
    }
    edited, said = held(files, ("app", "src"))
    assert edited.pop(BUILD) == files[BUILD].replace(": app", ": src").replace("app/w", "src/w").replace(
        " app\n", " src\n"
    )
    assert edited.pop(NIGHTLY) == files[NIGHTLY].replace("file: app", "file: src")
    assert edited.pop(".github/workflows/all.yml") == files[NIGHTLY].replace("file: app", "file: src")
    assert (edited, said) == ({}, ())


BAKE = 'target "a" {\n  context = "web"\n  dockerfile = "Gone"\n}\ntarget "b" {\n  context = "api"\n}\n'


@pytest.mark.parametrize(
    ("pair", "edit"),
    [
        (("web", "site"), ("web", "site")),  # the context of a Dockerfile that is missing
        (("api", "back"), ("api", "back")),
        (("Other", "web/Gone"), ()),  # now it is there
        (("web/Gone.txt", "web/Gone2.txt"), ()),
    ],
)
def test_bake_without_the_dockerfile(pair: tuple[str, str], edit: tuple[str, ...]) -> None:
    files = {"docker-bake.hcl": BAKE, "web/Gone.txt": "", "api/Dockerfile": "FROM a\n", "Other": "FROM a\n"}
    expected = {"docker-bake.hcl": BAKE.replace(*edit)} if edit else {}  # type: ignore[call-overload]
    assert held(files, pair) == (expected, ())
