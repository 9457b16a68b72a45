"""What runs before a build, and the sources that it may make."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dockwright.context.build_context import Context
from dockwright.context.builds.earlier.commands import LONGEST, Commands, made
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.context.values import Made
from dockwright.ide.snapshot import Snapshot
from dockwright.image.answer import Answer
from dockwright.image.found import of_context

NOT_THERE = ("source-not-found", "wildcard-matches-nothing")

THERE = {"Dockerfile": "", "app/Dockerfile": "", "main.go": "", "src/a.txt": ""}


def context(folder: Path, files: dict[str, str], dockerfile: str = "Dockerfile") -> Context:
    for path, text in {**THERE, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    found = Survey(walk(folder)).context(dockerfile, [])
    assert found.sure, found.origin
    return found


def _cases() -> list[object]:
    read = yaml.safe_load((Path(__file__).parent / "made.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id="-".join(case["files"]) + str(at)) for at, case in enumerate(read)]


@pytest.mark.parametrize("case", _cases())
def test_what_a_file_makes_before_it_builds(tmp_path: Path, case: dict[str, object]) -> None:
    found = context(tmp_path, case["files"], case.get("dockerfile", "Dockerfile"))  # type: ignore[arg-type]
    sources = [*case["may"], *case["cannot"]]  # type: ignore[misc]
    assert [source for source in sources if found.doubt(source.strip("/"))] == case["may"]


WORKFLOW = "jobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4\n"
PUSH = "- uses: docker/build-push-action@v6\n  with: {context: .}\n"
ACTION = (
    "runs:\n  using: composite\n  steps:\n  - {run: touch made, shell: bash}\n  - {run: docker build ., shell: bash}\n"
)


@pytest.mark.parametrize(
    ("steps", "may", "cannot"),
    [
        (PUSH, [], ["dist/x"]),
        ("- uses: docker/setup-buildx-action@v3\n- uses: docker/login-action@v3\n" + PUSH, [], ["dist/x"]),
        ("- run: npm run build\n" + PUSH, ["dist/x"], []),
        (PUSH + "- run: npm run build\n", [], ["dist/x"]),
        ("- run: |\n    mkdir -p out\n    cp src/a.txt out/b.txt\n" + PUSH, ["out", "out/b.txt"], ["out/c.txt", "x"]),
        ("- run: |\n    mkdir -p out\n    cp src/a.txt out/b.txt\n    docker build .\n", ["out/b.txt"], ["x"]),
        ("- run: cp ../x .\n  working-directory: src\n" + PUSH, ["src/x"], ["x"]),
        ("- run: echo v >> $GITHUB_OUTPUT\n- run: cp a ${{ matrix.x }}\n" + PUSH, ["x"], []),
        ("- run: echo v >> \"$GITHUB_OUTPUT\" 2>&1\n" + PUSH, [], ["x"]),
        ("- uses: actions/download-artifact@v4\n  with: {name: a, path: dist}\n" + PUSH, ["dist/x"], ["lib/x"]),
        ("- uses: actions/download-artifact@v4\n" + PUSH, ["dist/x"], []),
        ("- uses: actions/cache@v4\n  with: {path: ~/.npm}\n" + PUSH, [], ["x"]),
        ("- uses: actions/cache@v4\n  with: {path: target}\n" + PUSH, ["target/x"], ["x"]),
        ("- uses: actions/checkout@v4\n  with: {repository: a/b, path: lib/b}\n" + PUSH, ["lib/b/x"], ["lib/c"]),
        ("- uses: actions/checkout@v4\n  with: {repository: a/b}\n" + PUSH, ["x"], []),
        ("- uses: some/generator@v1\n" + PUSH, ["x"], []),
        ("- uses: ./.github/actions/prep\n" + PUSH, ["made"], ["other"]),
        ("- run: touch before\n- uses: ./.github/actions/prep\n", ["before", "made"], ["other"]),
        ("- run: import x\n  shell: python\n" + PUSH, ["x"], []),
        ("- run: touch before && docker compose build\n", ["before"], ["other"]),
        ("- run: npm ci\n- run: docker compose build\n", ["x"], []),
    ],
)  # fmt: skip
def test_earlier_steps_of_a_workflow(tmp_path: Path, steps: str, may: list[str], cannot: list[str]) -> None:
    text = WORKFLOW + "".join(f"    {line}\n" for line in steps.splitlines())
    files = {".github/workflows/a.yml": text}
    files |= {".github/actions/prep/action.yml": ACTION} if "prep" in steps else {}
    files |= {"compose.yaml": "services: {a: {build: .}}"} if "compose" in steps else {}
    found = context(tmp_path, files)
    assert [source for source in (*may, *cannot) if found.doubt(source)] == may


def test_steps_of_another_job_make_nothing_for_this_one(tmp_path: Path) -> None:
    text = "jobs:\n  a:\n    steps: [{run: make}]\n  b:\n    steps: [{run: docker build .}]\n"
    assert not context(tmp_path, {".github/workflows/a.yml": text}).doubt("dist/x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cp a.txt conf/", Made(folders=frozenset({"conf/a.txt"}))),
        ("cp target/*.jar .", Made(folders=frozenset({"*.jar"}))),
        ('GOOS=linux go build -o "dist/${OS}/app" .', Made(folders=frozenset({"dist"}))),
        ("A=(1 2)\necho ${A[@]} | tee VERSION >/dev/null", Made(frozenset({"VERSION"}))),
        ("git clone https://example.com/a/b.git && git clone x.git c", Made(folders=frozenset({"b", "c"}))),
        ("tar xzf a.tgz -C vendor; rm a.tgz", Made(folders=frozenset({"vendor"}))),
        ("echo $(make x)", Made(unknown="make x")),
        ('echo "a; $(make x)"', Made(unknown="make x")),
        ("echo `make x`", Made(unknown="make x")),
        ("echo 'make; x' # make", Made()),
        ("if [ -f a ]; then sudo -E apt-get install -y jq; fi", Made()),
        ("docker build -o out .", Made(unknown="docker build -o out .")),
        ("docker buildx build --output type=registry .", Made()),
        ("cd $WHERE && touch x", Made(unknown="what is written to `x`")),
        ("touch /tmp/x ~/y ../z $RUNNER_TEMP/w", Made()),
        ("touch /workspace/x", Made(unknown="what is written to `/workspace/x`")),
        ("echo " + "x" * LONGEST, Made(unknown="a long script")),
        ("$(" * 5_000, Made(unknown="$(")),
        ("a" + "\"$(" * 5_000, Made(unknown="a")),
    ],
)  # fmt: skip
def test_commands(text: str, expected: Made) -> None:
    found = made(Commands(text, ""))
    assert (found.files, found.folders, bool(found.unknown)) == (
        expected.files, expected.folders, bool(expected.unknown)
    )  # fmt: skip
    assert len(text) > 1_000 or found.unknown == expected.unknown


def test_what_was_made_is_found_by_patterns() -> None:
    made = Made(frozenset({"dist/a.js"}), frozenset({"out", "lib/*.jar", "gen/**/x"}))
    yes = ["dist", "dist/a.js", "dist/*.js", "out/a/b", "o*", "lib/x.jar", "lib", "gen/a/b", "*"]
    assert [path for path in (*yes, "dist/b.js", "lib/x.war", "outer", "di") if made.may_hold(path)] == yes


def test_a_file_that_is_made_executable_before_may_be(tmp_path: Path) -> None:
    steps = "    - run: chmod +x src/a.txt\n    - run: docker build .\n"
    found = context(tmp_path, {".github/workflows/a.yml": WORKFLOW + steps})
    assert (found.executable("src/a.txt"), found.executable("main.go")) == (None, False)


@pytest.mark.parametrize(("earlier", "found"), [("", ["lib/a.js", "out/*.js"]), ("- run: npm run build\n", [])])
def test_what_rules_and_the_image_make_of_it(tmp_path: Path, earlier: str, found: list[str]) -> None:
    text = WORKFLOW + "".join(f"    {line}\n" for line in (earlier + PUSH).splitlines())
    around = context(tmp_path, {".github/workflows/a.yml": text})
    source = "FROM alpine:3.20\nCOPY lib/a.js src/a.txt /srv/\nCOPY out/*.js /srv/out/\n"
    told = [one for one in Snapshot.of(source).placed(around).findings if one.code in NOT_THERE]
    assert [source[one.span.start : one.span.end] for one in told] == found
    expected = Answer.UNKNOWN if earlier else Answer.NO
    assert of_context(around, "out/*.js", True, "b.js").answer is expected
    assert of_context(around, "lib/a.js", False, ".").answer is expected


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("sed -i 's/a/b/' Dockerfile", {"Dockerfile"}),
        ("sed -i.bak -e 's/.*/b/' -e s/c/d/ a/Dockerfile b/Dockerfile", {"a/Dockerfile", "b/Dockerfile"}),
        ("sed -Ei '' 's/a/b/' Dockerfile", {"Dockerfile"}),  # as on macOS
        ("sudo sed --in-place=.old --expression s/a/b/ Dockerfile", {"Dockerfile"}),
        ("yq -i '.a = 1' values.yaml", {"values.yaml"}),
        ("sed -n 's/i/b/p' Dockerfile", set()),
        ("yq .a values.yaml", set()),
    ],
)
def test_what_a_command_edits_in_place(command: str, files: set[str]) -> None:
    assert made(Commands(command, "")) == Made(frozenset(files))
