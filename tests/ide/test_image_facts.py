"""What hover, definition and completion know of the image: programs, users and paths, and where each comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import Contents
from dockwright.ide.completion.complete import complete
from dockwright.ide.hover.hover import hover
from dockwright.ide.image_facts.fact_text import told
from dockwright.ide.image_facts.facts import fact
from dockwright.ide.image_facts.subjects import asked_of
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.image_origin import brought
from markers import cursor
from refactor_pages import PLACE, context_of
from shared import SHARED, needs_shared

FILES = "src/app.py  10\nsrc/lib/a.py  3\nstart.sh  5\nsecret.key  1\n"


def context(ignore: str | None = None) -> Context | None:
    return context_of({"files": FILES, **({"dockerignore": ignore} if ignore else {})})


def said(source: str, ignore: str | None = None) -> str:
    """What a hover says; empty where it says nothing."""
    text, offset = cursor(source)
    found = hover(Snapshot.of(text, context=context(ignore)), offset)
    return found.markdown if found else ""


def test_what_a_trigger_may_change_in_a_later_stage_comes_from_its_line() -> None:
    snapshot = Snapshot.of("FROM alpine:3.20 AS first\nONBUILD RUN ./x\nFROM first\nRUN cat /b/c\n")
    asked = next(one for step in snapshot.model.steps() for one in asked_of(snapshot, step) if one.kind == "path")
    assert told(fact(asked), snapshot.text.line_of) == (
        "`/b/c`: not known, because `ONBUILD RUN ./x` at line 2 may bring or remove it"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("RUN cu<|>rl x", "`curl`: not in `debian:12-slim`; package `curl` has it"),
        ("RUN sudo t<|>ar x", "`tar`: in `debian:12-slim`"),
        ('RUN true\nCMD ["cu<|>rl"]', "`curl`: not in `debian:12-slim`; package `curl` has it"),
        (
            "WORKDIR /x\nHEALTHCHECK CMD cu<|>rl x",
            "`curl`: not in `debian:12-slim`, and nothing here brings it; package `curl` has it",
        ),
        (
            "RUN apt-get update && \\\n  apt-get install -y curl git\nRUN c<|>url x",
            "`curl`: from package `curl`, `apt-get install -y curl git` at line 3",
        ),
        (
            "RUN apt-get install -y gnupg\nRUN g<|>pg x",
            "`gpg`: from package `gnupg`, `apt-get install -y gnupg` at line 2",
        ),
        (
            'COPY start.sh /usr/local/bin/\nCMD ["st<|>art.sh"]',
            "`start.sh`: from `COPY start.sh /usr/local/bin/` at line 2, your file `start.sh`",
        ),
        (
            "COPY start.sh /usr/local/bin/run\nCMD r<|>un",
            "`run`: from `COPY start.sh /usr/local/bin/run` at line 2, your file `start.sh`",
        ),
        ("RUN <<EOF\nse<|>d -i s/a/b/ /x\nEOF", "`sed`: in `debian:12-slim`"),
        ('SHELL ["/bin/ba<|>sh", "-c"]', ""),
        ('RUN ["cu<|>rl"]', "`curl`: not in `debian:12-slim`; package `curl` has it"),
    ],
)
def test_a_program_says_where_it_comes_from(source: str, expected: str) -> None:
    assert said(f"FROM debian:12-slim\n{source}\n") == expected


@pytest.mark.parametrize(
    "source",
    [
        "FROM debian:12-slim\nRUN ./install.sh\nRUN cu<|>rl x",
        "FROM debian:12-slim\nCOPY tools/ /usr/local/bin/\nRUN cu<|>rl x",
        "FROM debian:12-slim\nRUN c<|>d /tmp",
        "FROM debian:12-slim\nRUN f() { true; }; <|>f",
        "FROM example.com/own\nRUN cu<|>rl x",
        "FROM debian:12-slim\nENV PATH=$UNKNOWN\nRUN cu<|>rl x",
        "FROM debian:12-slim\nRUN --mount=from=x,source=/curl,target=/usr/bin/curl cu<|>rl x",
        "FROM debian:12-slim\nRUN --mount=target=/src /sr<|>c/x.sh",
        'FROM python:3.13-slim\nENTRYPOINT ["python"]\nCMD ["no<|>thing"]',
        "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN cu<|>rl x",
        'FROM golang:1.24\nSHELL ["powersh<|>ell", "-Command"]',
        "FROM debian:12-slim\nRUN sed '/x/<|>d' /y",
        "FROM debian:12-slim\nRUN pip install no<|>thing.here",
        'FROM scratch\nCMD ["ap<|>p.wasm"]',
        "FROM debian:12-slim\nONBUILD RUN cu<|>rl x",
    ],
)
def test_what_is_not_sure_is_not_said(source: str) -> None:
    assert said(f"{source}\n") == ""


def test_a_path_says_what_brought_it_through_stages_down_to_the_file() -> None:
    source = (
        "FROM debian:12-slim AS build\nWORKDIR /srv\nCOPY . .\nRUN touch /srv/x\n"
        "FROM debian:12-slim\nCOPY --from=build /srv/src /app\nRUN rm /app/lib/a.py\n"
    )
    of_build = "in stage `build` from `COPY . .` at line 3, your file `src/app.py`"
    of_app = f"from `COPY --from=build /srv/src /app` at line 6, {of_build}"
    assert said(f'{source}CMD ["python3", "/app/ap<|>p.py"]\n') == f"`/app/app.py`: {of_app}"
    assert said(f'{source}WORKDIR /app\nCMD ["python3", "ap<|>p.py"]\n') == f"`/app/app.py`: {of_app}"
    assert said(f"{source}RUN cat /app/lib/a<|>.py\n") == ""
    gone = "removed by `rm /app/lib/a.py` at line 7"
    assert said(f'{source}CMD ["/app/lib/a<|>.py"]\n') == f"`/app/lib/a.py`: {gone}"
    assert (
        said(f"{source}COPY --from=build /srv/sr<|>c /x\n")
        == "`/srv/src`: from `COPY . .` at line 3, your folder `src`"
    )
    assert said(f"{source}COPY --from=build /srv<|>/x /x\n") == "`/srv/x`: from `touch /srv/x` at line 4"
    assert said(f"{source}COPY --from=0 /etc<|> /x\n") == "`/etc`: a folder in `debian:12-slim`"
    mounted = f"{source}RUN --mount=from=build,source=/srv/s<|>rc,target=/s ls /s\n"
    assert said(mounted).startswith("`/srv/src`: from `COPY . .` at line 3")


@pytest.mark.parametrize("word", ["COPY", "ADD"])
def test_what_add_takes_is_followed_as_what_copy_takes_where_it_is_no_archive(word: str) -> None:
    files = {"files": f"{FILES}data.bin  9  plain\nroot.bin  9  archive\nunseen.bin  9\n"}

    def about(line: str, path: str, sure: bool = True, others: tuple[Contents, ...] = ()) -> str:
        text, offset = cursor(f'FROM debian:12-slim\nWORKDIR /app\n{line}\nCMD ["/app/{path[0]}<|>{path[1:]}"]\n')
        around = context_of(files)
        assert around is not None
        around.sure, around.others = sure, others
        found = hover(Snapshot.of(text, context=around), offset)
        return found.markdown if found else ""

    line = f"{word} src ./src"
    app = f"`/app/src/app.py`: from `{line}` at line 3, your file `src/app.py`"
    assert about(line, "src/app.py") == about(line, "src/app.py", sure=False) == app
    line = f"{word} src data.bin ./"
    data = f"`/app/data.bin`: from `{line}` at line 3, your file `data.bin`"
    assert about(line, "data.bin") == about(line, "data.bin", sure=False) == data
    assert about(f"{word} src ./src", "src/gone.py").startswith("`/app/src/gone.py`: not ")
    if word == "ADD":
        assert about("ADD root.bin ./", "root.bin") == about("ADD unseen.bin ./", "unseen.bin") == ""
        other = context_of({"files": "src  10  archive\n"})
        assert other and about("ADD src ./src", "src/app.py", sure=False, others=(other.contents,)) == ""


def test_a_file_has_its_mode_and_owner_and_may_be_left_out() -> None:
    source = "FROM debian:12-slim\nCOPY --chmod=755 start.sh /\nRUN chown nobody /start.sh\n"
    told_so = (
        "`/start.sh`: from `COPY --chmod=755 start.sh /` at line 2, your file `start.sh`, mode `755`, owner `nobody`"
    )
    assert said(f'{source}CMD ["/st<|>art.sh"]\n') == told_so
    ignored = 'FROM debian:12-slim\nCOPY . /srv/\nCMD ["/srv/st<|>art.sh"]\n'
    assert said(ignored, "*.sh") == "`/srv/start.sh`: not there, as the ignore file leaves out `start.sh`"


def test_a_folder_is_told_by_what_made_it() -> None:
    source = "FROM debian:12-slim\nWORKDIR /app\nCOPY start.sh sub/\nRUN touch /x/y\n"
    assert said(f"{source}WORKDIR /ap<|>p\n") == "`/app`: a folder from `WORKDIR /app` at line 2"
    assert said(f"{source}WORKDIR /app/su<|>b\n") == "`/app/sub`: a folder from `COPY start.sh sub/` at line 3"
    implied = "`/x`: a folder, into which `touch /x/y` at line 4 puts something"
    assert said(f"{source}WORKDIR /x<|>\n") == implied


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "FROM debian:12\nRUN useradd -u 1234 -m app\nUSER ap<|>p\n",
            "user `app` (1234), home `/home/app`: from `useradd -u 1234 -m app` at line 2",
        ),
        ("FROM debian:12\nUSER ap<|>p\n", "user `app`: not in `debian:12`"),
        ("FROM debian:12\nUSER www-data:st<|>aff\n", "group `staff` (50): in `debian:12`"),
        ("FROM debian:12\nUSER 47<|>11\n", "user `4711`: no user of `debian:12` has this number, and none is needed"),
        (
            "FROM debian:12\nRUN useradd app\nRUN chown -R a<|>pp /srv\n",
            "user `app`, home `/home/app`: from `useradd app` at line 2",
        ),
        (
            "FROM alpine:3.20\nRUN adduser -D app\nUSER ap<|>p\n",
            "user `app`, home `/home/app`: from `adduser -D app` at line 2",
        ),
    ],
)
def test_a_user_says_who_made_it(source: str, expected: str) -> None:
    assert said(source) == expected


def test_the_value_of_a_flag_comes_before_the_page_of_the_flag() -> None:
    text = said("FROM debian:12\nCOPY --chown=nob<|>ody start.sh /\n")
    assert text.startswith("user `nobody` (65534), home `/nonexistent`: in `debian:12`\n\n---\n\n**--chown**")


def test_definitions_lead_to_the_instruction_and_the_file() -> None:
    def leads(source: str) -> list[str]:
        text, offset = cursor(source)
        snapshot = Snapshot.of(text, context=context())
        return [place.path or text[place.span.start : place.span.end] for place in brought(snapshot, offset)]

    source = "FROM debian:12 AS a\nCOPY src /s\nRUN useradd app && apt-get install -y curl\nFROM debian:12\n"
    copied = f"{source}COPY --from=a /s /app\n"
    assert leads(f'{copied}CMD ["/app/a<|>pp.py"]\n') == ["COPY --from=a /s /app", f"{PLACE}/src/app.py"]
    assert leads(f"{source}COPY --from=a /s/a<|>pp.py /x\n") == ["COPY src /s", f"{PLACE}/src/app.py"]
    assert leads(f"{source}COPY --from=a /s<|> /x\n") == ["COPY src /s"]
    assert leads("FROM debian:12\nRUN true && useradd app\nUSER a<|>pp\n") == ["useradd app"]
    assert leads("FROM debian:12\nRUN apt-get install -y curl\nRUN c<|>url x\n") == ["apt-get install -y curl"]
    assert leads("FROM debian:12\nRUN t<|>ar x\n") == leads("FROM debian:12\nUSER no<|>ne\n") == []


def labels(source: str) -> list[str]:
    text, offset = cursor(source)
    found = complete(Snapshot.of(text, context=context()), offset)
    return [one.new_text for one in sorted(found, key=lambda one: one.sort_text or one.label)]


def test_users_are_those_that_are_there() -> None:
    assert labels("FROM node:22-slim\nUSER no<|>\n") == ["node", "nobody"]
    assert labels("FROM node:22-slim\nRUN deluser node\nUSER n<|>\n") == ["news", "nobody"]
    assert labels("FROM node:22-slim\nUSER node:<|>\n")[:2] == ["node", "root"]
    assert labels("FROM node:22-slim\nRUN groupadd web\nCOPY --chown=node:w<|> a b\n") == ["web", "www-data"]
    assert labels("FROM debian:12\nUSER <|>\n") == ["www-data", "nobody", "root"]


def test_packages_are_found_by_their_programs() -> None:
    assert labels("FROM debian:12-slim\nRUN apt-get install -y dig<|>\n") == ["dnsutils"]
    assert labels("FROM alpine:3.20\nRUN apk add --no-cache pip<|>\n") == ["py3-pip"]
    assert "curl" in labels("FROM debian:12-slim\nRUN apt-get install -y cur<|>\n")
    assert labels("FROM debian:12-slim\nRUN apt-get install -y curl\nRUN apt-get install -y cur<|>\n") == [
        "libcurl4-openssl-dev"
    ]
    assert labels("FROM debian:12-slim\nRUN apt-get install -y grep<|>\n") == []
    assert "dnsutils" not in labels("FROM example.com/own\nRUN apt-get install -y dig<|>\n")


def test_paths_are_those_of_the_image() -> None:
    source = (
        "FROM node:22-slim AS build\nWORKDIR /srv\nCOPY . .\nRUN mkdir -p /out/bin && touch /out/x\nFROM node:22-slim\n"
    )
    assert {"/srv/", "/out"} <= set(labels(f"{source}COPY --from=build /<|>\n"))
    assert labels(f"{source}COPY --from=build /srv/<|>\n") == ["/srv/secret.key", "/srv/src", "/srv/start.sh"]
    assert labels(f"{source}COPY --from=build /out/<|> /x\n") == ["/out/x", "/out/bin"]
    copied = f"{source}COPY --from=build /srv /app\nWORKDIR /app\n"
    assert labels(f'{copied}CMD ["node", "src/<|>"]\n') == ["src/app.py", "src/lib"]
    begun = [one.partition('"')[0] for one in labels(f'{copied}CMD ["node", "<|>\n')]
    assert begun == ["secret.key", "src", "start.sh", "server.js"]
    assert labels(f"{copied}CMD node /app/s<|>\n") == ["/app/secret.key", "/app/src", "/app/start.sh"]
    assert labels(f"{copied}RUN cd s<|>\n") == labels(f"{copied}RUN true && cd s<|>\n") == ["src"]
    assert labels(f"{copied}WORKDIR /app/s<|>\n") == ["/app/src"]
    for quiet in (
        "RUN cd /app/<|>",
        "RUN cd /tmp && cd s<|>",
        "WORKDIR s<|>",
        "CMD /app/<|>",
        "RUN echo s<|>",
    ):
        assert labels(f"{copied}{quiet}\n") == [], quiet


def test_a_copied_file_brings_no_program_of_another_name() -> None:
    source = "FROM debian:12-slim\nCOPY start.sh /usr/local/bin/\nRUN "
    assert said(f"{source}cu<|>rl x\n").startswith("`curl`: not in `debian:12-slim`, and nothing here brings it")
    assert said(f"{source}sta<|>rt.sh\n").startswith("`start.sh`: from `COPY")
    for copy in ("COPY tools /usr/local/bin/", "COPY *.sh /usr/local/bin/", "COPY start.sh curl /usr/local/bin/",
                 "COPY start.sh /usr/local/bin", "COPY a.tar /usr/local/bin/"):  # fmt: skip
        expected = "`curl`: from `COPY" if " curl " in copy else ""
        assert said(f"FROM debian:12-slim\n{copy}\nRUN cu<|>rl x\n").startswith(expected)
        if not expected:
            assert said(f"FROM debian:12-slim\n{copy}\nRUN cu<|>rl x\n") == ""


@needs_shared
def test_every_word_of_real_files_has_a_fact() -> None:
    assert SHARED
    checked = 0
    for path in sorted(Path(SHARED).glob("corpus/*.Dockerfile"))[::8]:
        snapshot = Snapshot.of(path.read_bytes().decode("utf-8", "replace"))
        for step in snapshot.model.steps():
            for asked in asked_of(snapshot, step):
                assert step.instruction.span.covers(asked.span), path
                assert told(fact(asked), snapshot.text.line_of)
                checked += 1
    assert checked > 2000
