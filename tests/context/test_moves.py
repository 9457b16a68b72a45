"""Moving files and folders: what is edited, what is said, and that what is built stays the same."""

from __future__ import annotations

import pytest

from dockwright.context.moves.moves import deleted, moved
from dockwright.context.survey import Survey
from dockwright.embedded.finding import within
from dockwright.text import apply
from moved_files import Known, held

FILES = {
    "compose.yaml": "services:\n  a:\n    build:\n      context: ./app  # in ./app\n      dockerfile: Dockerfile\n"
    "    volumes: [./app:/app]\n",
    "Makefile": "b:\n\tdocker build -f docker/web.Dockerfile web\n",
    "app/Dockerfile": 'FROM alpine\nCOPY main.py ./lib/ /srv/\nCOPY ["main.py", "/x"]\nCOPY lib/*.txt /t/\n',
    "app/.dockerignore": "lib/secret.txt\n!/lib/keep.txt\n",
    "app/main.py": "",
    "app/lib/a.txt": "",
    "app/lib/secret.txt": "",
    "docker/web.Dockerfile": "FROM alpine\nRUN --mount=type=bind,source=x,target=/x true\nCOPY . /srv/\n",
    "web/x": "",
    "web/y/z": "",
    "out": "",
}


@pytest.mark.parametrize(
    ("old", "new", "edits", "says"),
    [
        ("app/main.py", "app/src/start.py", {"app/Dockerfile": [("main.py", "src/start.py")]}, []),
        (
            "app/lib",
            "app/vendor",
            {
                "app/Dockerfile": [("./lib/", "./vendor/"), ("lib/*", "vendor/*")],
                "app/.dockerignore": [("lib/secret", "vendor/secret"), ("!/lib", "!/vendor")],
            },
            [],
        ),
        ("app/main.py", "main.py", {}, ["app/Dockerfile:2: `main.py` takes 1 fewer", "app/Dockerfile:3: `main.py`"]),
        ("app/lib/a.txt", "app/lib/a.md", {}, ["app/Dockerfile:4: `lib/*.txt` takes 1 fewer"]),
        ("Makefile", "Makefile.old", {}, ["Makefile: it defines builds, but is not read as such from `Ma"]),
        ("app", "service", {"compose.yaml": [("context: ./app", "context: ./service")]}, []),
        ("app/Dockerfile", "app/Dockerfile.dev", {"compose.yaml": [("le: Dockerfile", "le: Dockerfile.dev")]}, []),
        ("docker", "build", {"Makefile": [("docker/web", "build/web")]}, []),
        ("web/x", "web/y/x", {"docker/web.Dockerfile": [("source=x", "source=y/x")]}, []),
        ("web/y", "web/q", {}, []),
        ("web/y/z", "z", {}, ["docker/web.Dockerfile:3: `.` takes 1 fewer"]),
        ("out", "web/out", {}, ["docker/web.Dockerfile:3: `.` takes 1 more"]),
    ],
)
def test_moves(old: str, new: str, edits: dict[str, list[tuple[str, str]]], says: list[str]) -> None:
    found = moved(Survey(Known(FILES)), [(old, new)])
    expected = {}
    for path, changes in edits.items():
        expected[path] = FILES[path]
        for was, will_be in changes:
            expected[path] = expected[path].replace(was, will_be)
    assert {path: apply(FILES[path], made) for path, made in found.edits.items()} == expected
    assert len(found.notices) == len(says)
    assert all(said.startswith(start) for said, start in zip(found.notices, says, strict=True))


def test_several_at_once() -> None:
    pairs = ("app/main.py", "app/src/main.py"), ("app/lib", "app/src/lib"), ("app/lib/a.txt", "app/a.txt")
    edited, said = held(FILES, *pairs)
    assert "COPY src/main.py ./src/lib/ /srv/\n" in edited["app/Dockerfile"]
    assert "src/lib/secret.txt" in edited["app/.dockerignore"]
    assert said == (
        "app/Dockerfile:2: `./lib/` takes 1 fewer of the files",
        "app/Dockerfile:4: `lib/*.txt` takes 1 fewer of the files",
    )


def test_a_whole_pattern_that_moves_file_by_file() -> None:
    files = {"Dockerfile": "FROM a\nCOPY lib/*.c /\n", "lib/a.c": "", "lib/b.c": ""}
    edited, said = held(files, ("lib/a.c", "src/a.c"), ("lib/b.c", "src/b.c"))
    assert (edited, said) == ({}, ("Dockerfile:2: `lib/*.c` takes 2 fewer of the files",))


def test_a_path_that_a_variable_gives() -> None:
    files = {"Dockerfile": "FROM a\nENV X=a.sh\nCOPY $X /\n", "a.sh": ""}
    assert held(files, ("a.sh", "b.sh")) == (
        {}, ("Dockerfile:3: `a.sh` takes 1 fewer of the files, because a variable gives the path",)
    )  # fmt: skip


def test_a_move_onto_what_is_there() -> None:
    files = {"Dockerfile": "FROM a\nCOPY lib /lib\n", "lib/a": "", "src/b": "", ".dockerignore": "src/a\n"}
    _, said = held(files, ("lib", "src"))
    assert said == ("Dockerfile:2: `lib` takes 1 fewer and 1 more of the files, which `.dockerignore` then excludes",)


INLINE = """\
services:
  web:
    build:
      context: ./web
      dockerfile_inline: |
        FROM alpine
        COPY main.py lib/x /srv/
  api: {build: {context: ./web, dockerfile_inline: "FROM a\\nCOPY [\\"main.py\\", \\"/x\\"]\\n"}}
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_dockerfiles_within_files(ending: str) -> None:
    files = {"compose.yaml": INLINE.replace("\n", ending), "web/main.py": "", "web/lib/x": ""}
    edited, said = held(files, ("web/main.py", "web/src/run.py"))
    assert (edited["compose.yaml"], said) == (files["compose.yaml"].replace("main.py", "src/run.py"), ())
    edited, said = held(files, ("web", "site"))
    assert (edited["compose.yaml"], said) == (files["compose.yaml"].replace("./web", "./site"), ())
    edited, said = held(files, ("web/lib/x", "web/a blank"))
    assert edited == {} and said == ("compose.yaml:7: `lib/x` takes 1 fewer of the files",)
    gone = deleted(Survey(Known(files)), ["web/main.py"], within)
    assert gone == ["compose.yaml:7 uses `main.py` from there", "compose.yaml:8 uses `main.py` from there"]


def test_named_contexts() -> None:
    files = {
        "compose.yaml": "services: {a: {build: {context: app, additional_contexts: {Tools: ./tools}}}}\n",
        "app/Dockerfile": "FROM a\nCOPY --from=tools bin/x /\nCOPY bin /\n",
        "app/bin/x": "",
        "tools/bin/x": "",
        "tools/.dockerignore": "bin/y\n",
    }
    edited, said = held(files, ("tools/bin", "tools/out"))
    assert edited == {
        "app/Dockerfile": files["app/Dockerfile"].replace("tools bin", "tools out"), "tools/.dockerignore": "out/y\n",
    }  # fmt: skip
    edited, said = held(files, ("tools", "kit"))
    assert (edited["compose.yaml"], said) == (files["compose.yaml"].replace("./tools", "./kit"), ())


EXTENDING = {
    "base.yml": "services:\n  base:\n    build: {context: ./app, dockerfile: D}\n",
    "compose.yaml": "services: {a: {extends: {file: base.yml, service: base}}, b: {build: ./app}}\n",
    "compose.override.yaml": "services: {b: {build: {target: x}}}\n",
    "units/x.build": "[Build]\nImageTag=x\nSetWorkingDirectory=../app\nFile=../app/D\n",
    "units/x.container": "[Container]\nImage=x.build\n",
    "app/D": "FROM a AS x\n",
    "app/Dockerfile": "FROM a AS x\n",
}


def test_files_that_take_over_from_others() -> None:
    edited, said = held(EXTENDING, ("app", "service"))
    assert said == ()
    for path in ("base.yml", "compose.yaml", "units/x.build"):
        assert edited.pop(path) == EXTENDING[path].replace("/app", "/service")
    assert edited == {}
    edited, said = held(EXTENDING, ("units/x.build", "units/y.build"))
    assert edited == {"units/x.container": EXTENDING["units/x.container"].replace("x.build", "y.build")} and said == ()
    edited, said = held(EXTENDING, ("base.yml", "common.yml"))
    assert edited == {"compose.yaml": EXTENDING["compose.yaml"].replace("base.yml", "common.yml")} and said == ()


def test_paths_in_files_of_variables_and_before_expressions() -> None:
    files = {
        "compose.yaml": "services:\n  a: {build: {context: ., dockerfile: '${CART}'}}\n",
        "more.compose.yaml": "services:\n  b: {build: {context: ., dockerfile: '${CART}'}}\n",
        ".env": "# src/cart\nCART=./src/cart/Dockerfile\nOTHER=src/cart\n",
        "src/cart/Dockerfile": "FROM a\n",
        "Makefile": "D=Dockerfile\nb:\n\tdocker build -f src/cart/$(D) .\n",
    }
    files["more.compose.yaml"] += "  c: {build: {context: ., dockerfile: '${AD}'}}\n"
    files[".env"] += "AD=src/ad/D\n"
    files["src/ad/D"] = "FROM a\n"
    edited, said = held(files, ("src", "lib"))
    assert edited[".env"] == files[".env"].replace("=./src", "=./lib").replace("AD=src", "AD=lib") and said == ()
    edited, said = held(files, ("src/cart", "src/basket"))
    assert edited == {
        ".env": files[".env"].replace("CART=./src/cart", "CART=./src/basket"),
        "Makefile": files["Makefile"].replace("cart", "basket"),
    }
    assert said == ()


def test_what_is_built_by_a_name_that_nobody_writes() -> None:
    files = {"compose.yaml": "services: {a: {build: ./app}}\n", "app/Dockerfile": "FROM a\n"}
    found = moved(Survey(Known(files)), [("app/Dockerfile", "app/api.Dockerfile")])
    assert not found.edits
    assert found.notices == ("compose.yaml: it builds `app/Dockerfile` without naming it; name it there by hand",)


def test_deletions() -> None:
    found = deleted(Survey(Known(FILES)), ["app/lib"])
    assert found == ["app/Dockerfile:2 uses `./lib/` from there", "app/Dockerfile:4 uses `lib/*.txt` from there"]
    assert deleted(Survey(Known(FILES)), ["docker"]) == ["Makefile:2 builds `docker/web.Dockerfile`"]
    assert deleted(Survey(Known(FILES)), ["web/y"]) == []
    both = {"Dockerfile": "FROM a\nCOPY *.txt /\n", "a.txt": "", "b.txt": "", ".dockerignore": "c.txt\n", "c.txt": ""}
    assert deleted(Survey(Known(both)), ["a.txt"]) == []
    assert deleted(Survey(Known(both)), ["a.txt", "b.txt"]) == ["Dockerfile:2 uses `*.txt` from there"]
