"""Completion where a line begins, at destinations, and where a list is known: each proposal is taken and parsed."""

from __future__ import annotations

import re

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide import pages
from dockwright.ide.completion.complete import complete
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.image_names import parse_reference
from dockwright.semantics.images import tags
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.tree import parse
from dockwright.text import Edit, apply
from markers import cursor


def context(*names: str) -> Context:
    return Context(contents(Workspace(dict.fromkeys(names, 1), {}.get), "", ""), sure=True)


def proposed(source: str, *names: str) -> list[Completion]:
    """The proposals as an editor shows them; each is taken, and must leave a file that can be read."""
    text, offset = cursor(source)
    placed = context(*names) if names else None
    found = complete(Snapshot.of(text, context=placed), offset)
    for one in found:
        tree = parse(taken_from(text, one))
        broken = {problem.code for instruction in tree.instructions for problem in instruction.problems}
        assert not broken & {"unknown-instruction", "invalid-json-form"}, (one, broken)
    return sorted(found, key=lambda one: one.sort_text or one.label)


def labels(source: str, *names: str) -> list[str]:
    return [one.label for one in proposed(source, *names)]


def taken_from(text: str, one: Completion) -> str:
    """The text after a proposal is taken, the stops of a snippet filled with what they show."""
    new = one.new_text
    if one.is_snippet:
        new = re.sub(r"\$\{\d+:((?:[^}\\]|\\.)*)\}", r"\1", new).replace("$0", "").replace("\\$", "$")
    return apply(text, [Edit(one.span, new)])


def taken(source: str, label: str, *names: str) -> str:
    one = next(one for one in proposed(source, *names) if one.label == label)
    return taken_from(cursor(source)[0], one)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "line",
    ["", "RUN x", "COPY a b", "ENV A=1", "LABEL a=b", "CMD [\"a\"]", "EXPOSE 80", "USER a", "WORKDIR /a", "ARG A",
     "VOLUME /a", "HEALTHCHECK NONE", "ADD a b", "STOPSIGNAL TERM", 'SHELL ["a"]', "ONBUILD RUN x", "MAINTAINER a",
     'ENTRYPOINT ["a"]', "RUN x \\\n  y", "RUN <<E\nx\nE", "# comment"],
)  # fmt: skip
def test_a_line_after_a_whole_instruction_begins_the_next(line: str, newline: str) -> None:
    for base in ("FROM alpine", "FROM alpine AS b"):
        source = f"{base}\n{line}\n<|>".replace("\n\n", "\n").replace("\n", newline)
        found = labels(source)
        assert {"RUN", "COPY", "FROM"} <= set(found), source
        assert "AS" not in found and not any(label.startswith("--") for label in found)
        assert taken(source, "COPY").endswith(f"{newline}COPY ")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_after_a_continuation_goes_on(newline: str) -> None:
    assert "RUN" in labels("FROM node\n\\\n<|>".replace("\n", newline))
    source = "FROM node\nCOPY\\\n<|>".replace("\n", newline)
    assert taken(source, "--chown=").endswith(f"COPY\\{newline} --chown=")
    source = "FROM node\nCOPY \\\n<|>".replace("\n", newline)
    assert taken(source, "--chown=").endswith(f"COPY \\{newline}--chown=")
    assert labels("FROM node\\\n<|>".replace("\n", newline)) == ["AS"]
    assert labels("FROM node\nRUN <<EOF\n<|>".replace("\n", newline)) == []
    for name in sorted(NAMES):
        for proposal in proposed(f"FROM a\n{name} \\\n<|>".replace("\n", newline)):
            assert not proposal.new_text.startswith(" ")


def test_a_destination_is_a_path_in_the_image() -> None:
    files = ("test.html", "app/a.py", "etc.txt")
    assert labels("FROM a\nCOPY . .<|>\n", *files) == []
    assert labels("FROM a\nCOPY app app<|>\n", *files) == []
    for line in ("COPY a <|>", "ADD a <|>", 'COPY ["a", "<|>"]', "COPY --chown=x a <|>", "ONBUILD COPY a <|>"):
        found = labels(f"FROM a\n{line}\n", *files)
        assert found and not {"test.html", "app/", "etc.txt"} & set(found), line
    assert labels("FROM a\nWORKDIR /tmp\nCOPY a <|>\n", *files)[:2] == ["/tmp/", "."]
    assert labels("FROM a\nCOPY a /data/\nCOPY b /d<|>\n") == ["/data/"]
    assert labels("FROM a\nCOPY a /data/\nCOPY b /data<|>\n") == []
    assert "test.html" in labels("FROM a\nCOPY <|> /data/\n", *files)
    assert "test.html" in labels("FROM a\nCOPY a <|> /data/\n", *files)


@pytest.mark.parametrize(
    "source",
    [
        "FROM ubuntu:22.04<|>",
        "FROM node<|>",
        "FROM a\nWORKDIR /var/www/html\nWORKDIR /var/www/html<|>",
        "FROM b:3.11-x\nFROM b:3.11<|>",
        "FROM a\nSTOPSIGNAL SIGTERM<|>",
        "FROM a\nSTOPSIGNAL sigterm<|>",
        "FROM php:8-apache\nUSER www-data<|>",
        "FROM a\nEXPOSE 80<|>",
        "FROM a\nVOLUME /data<|>",
        "FROM a\nCOPY a /<|>",
        "FROM a\nWORKDIR /<|>",
        "#<|>",
        "FROM base<|>",
        "FROM a\nRUN apk add util-linux<|>",
        "FROM a\nWORKDIR /usr<|>",
        "FROM a\nWORKDIR src<|>",
        "FROM a\nHEALTHCHECK NONE<|>",
        "FROM a\nRUN apt-get install git<|>",
        "FROM a\nENV LANG=C.UTF-8<|>",
        "FROM a AS b\nFROM c\nCOPY --from=b<|>",
        "# check=error=true<|>",
    ],
)
def test_a_whole_word_gets_no_proposal(source: str) -> None:
    assert labels(source) == labels(source + "\n") == []


def test_likely_things_come_first() -> None:
    files = ("Dockerfile", ".dockerignore", "compose.yaml", "README.md", "src/a", "package.json", "Web.csproj")
    assert labels("FROM a\nCOPY <|>\n", *files)[:3] == ["Web.csproj", "package.json", "src/"]
    assert labels("FROM a\nADD <|>\n", *files)[0] == "Web.csproj"
    assert labels("FROM <|>\n")[0] == "alpine"
    assert "scratch" in labels("FROM <|>\n")
    assert labels("FROM ubuntu:<|>\n")[0] != "latest"
    assert labels("# <|>\n")[0] == "syntax"
    assert labels("FROM a\nRUN --mount=type=<|>\n")[0] == "cache"


def test_what_was_not_offered() -> None:
    assert labels("FROM a\nEXPOSE <|>\n")[0] == "8080"
    assert labels("FROM node:24\nCMD <|>\n")[0] == '["node", "server.js"]'
    assert labels("FROM a\nENTRYPOINT [<|>\n")[0] == '["program", "argument"]'
    assert taken("FROM a\nCMD [<|>]\n", '["program"]') == 'FROM a\nCMD ["program"]\n'
    assert labels("FROM a\nVOLUME <|>\n")[0] == "/data"
    assert taken("FROM a\nVOLUME [<|>]\n", '["/data"]') == 'FROM a\nVOLUME ["/data"]\n'
    assert labels("FROM a\nWORKDIR <|>\n")[0] == "/app"
    assert labels("FROM a\nRUN --mount=type=cache,target=<|> pip install x\n")[0] == "/root/.cache/pip"
    assert taken("FROM a\nRUN <<<|>\n", "<<EOF") == "FROM a\nRUN <<EOF\n\nEOF\n"
    assert taken("FROM a\nCOPY <<<|>\n", "<<EOF") == "FROM a\nCOPY <<EOF /path\n\nEOF\n"
    assert taken("FROM a\r\nRUN <<<|>\r\n", "<<EOF") == "FROM a\r\nRUN <<EOF\r\n\r\nEOF\r\n"
    assert "HTTP_PROXY" in labels("FROM busybox\nRUN echo $<|>\n")
    assert "http_proxy" in labels("FROM busybox\nRUN echo ${h<|>\n")
    assert "HTTP_PROXY" not in labels("FROM busybox\nLABEL a=$<|>\n")


def test_a_copy_from_a_stage_offers_what_the_stage_holds() -> None:
    source = "FROM a AS build\nWORKDIR /src\nCOPY x /out/\nCOPY y /srv/y\nFROM b\nCOPY --from=build {}<|>\n"
    for typed in ("", "/"):
        assert {"/src/", "/out/", "/srv/y"} <= set(labels(source.format(typed)))
    assert "/src/" in labels(source.format("").replace("--from=build", "--from=0"))
    assert "/src/" in labels(
        source.format("").replace("FROM b", "FROM build AS next\nFROM b").replace("=build", "=next")
    )


@pytest.mark.parametrize(
    "command",
    [
        "apt-get install <|>",
        "apt-get update && apt-get install -y --no-install-recommends \\\n  <|>",
        "apk add --no-cache cur<|>",
        "--mount=type=cache,target=/x --network=none apk add <|>",
    ],
)
def test_packages_follow_an_install(command: str) -> None:
    assert "curl" in labels(f"FROM a\nRUN {command}\n")
    assert "curl" not in labels(
        f"FROM a\nRUN {command.replace('install ', 'install curl ').replace('add ', 'add curl ')}\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        "apt-get remove <|>",
        "echo apt-get install <|>",
        "apt-get install x && <|>",
        "apt-get install -t <|>",
        "echo 'apt-get install <|>",
        "apt-get install -<|>",
    ],
)
def test_packages_do_not_follow_anything_else(command: str) -> None:
    assert "curl" not in labels(f"FROM a\nRUN {command}\n")


def test_an_array_is_replaced_with_its_closing_bracket() -> None:
    for source in ("FROM a\nSHELL [<|>]\n", "FROM a\nSHELL [<|>\n"):
        assert taken(source, '["/bin/sh", "-c"]') == 'FROM a\nSHELL ["/bin/sh", "-c"]\n'


def test_the_name_of_a_directive_is_replaced_as_a_whole() -> None:
    assert taken("# es<|>cape=`\nFROM a\n", "escape") == "# escape=`\nFROM a\n"
    assert taken("#sy<|>n=x\nFROM a\n", "syntax") == "# syntax=x\nFROM a\n"
    assert labels("# escape<|>=`\nFROM a\n") == []


def test_templates_are_those_of_the_folder() -> None:
    every = pages.table("templates")
    found = labels("<|>", "go.mod", "x/package.json")
    assert found == ["FROM", "ARG", every["go.mod"]["title"]]
    assert labels("<|>", "Web.csproj")[2:] == [every["*.csproj"]["title"]]
    assert len(labels("<|>")) == len(labels("<|>", "main.c")) == 2 + len(every)
    assert len(labels("# syntax=docker/dockerfile:1\n<|>")) == 2 + len(every)
    assert len(labels("FROM a\n<|>")) > 2 and every["go.mod"]["title"] not in labels("FROM a\n<|>")
    assert taken("node<|>", every["package.json"]["title"]) == every["package.json"]["text"]
    assert taken("<|>", every["go.mod"]["title"]) == every["go.mod"]["text"]


@pytest.mark.parametrize("name", pages.table("templates"))
def test_a_template_has_no_findings_and_names_tags_that_exist(name: str) -> None:
    text = pages.table("templates")[name]["text"]
    lies = [name.replace("*", "web"), "package.json", "package-lock.json", "go.sum", "src/main"]
    for snapshot in (Snapshot.of(text), Snapshot.of(text, context=context(*lies))):
        assert snapshot.findings == []
        assert all(not instruction.problems for instruction in snapshot.tree.instructions)
        for stage in snapshot.model.stages:
            image = parse_reference(stage.image or "")
            assert image and image.tag
            assert not image.official or image.tag.value in tags(image.official)


@pytest.mark.parametrize(
    ("base", "first", "never"),
    [
        ("node:22-alpine", ["/root/.npm", "/var/cache/apk"], "/var/cache/apt"),
        ("alpine:3.20", ["/var/cache/apk"], "/var/cache/apt"),
        ("debian:12", ["/var/cache/apt", "/var/lib/apt"], "/root/.npm"),
        ("python:3.13-slim", ["/root/.cache/pip", "/var/cache/apt"], "/var/cache/apk"),
    ],
)
def test_a_cache_is_mounted_where_the_managers_of_the_image_keep_theirs(
    base: str, first: list[str], never: str
) -> None:
    found = labels(f"FROM {base}\nRUN --mount=type=cache,target=<|>\n")
    assert found[: len(first)] == first and never not in found
    assert labels(f"FROM {base}\nRUN --mount=type=cache,target=<|> cargo build\n")[0].startswith("/usr/local/cargo")


def test_a_manifest_comes_before_what_locks_it() -> None:
    names = (
        "package-lock.json",
        "package.json",
        "go.sum",
        "go.mod",
        "Cargo.lock",
        "Cargo.toml",
        "poetry.lock",
        "poetry.toml",
    )
    for typed, first in (("pack", "package.json"), ("go", "go.mod"), ("Car", "Cargo.toml"), ("poe", "poetry.toml")):
        assert labels(f"FROM a\nCOPY {typed}<|>\n", *names)[0] == first


def test_the_type_of_a_mount_is_found_by_its_own_name() -> None:
    assert labels("FROM a\nRUN --mount=ca<|>\n") == ["type=cache"]
    assert labels("FROM a\nRUN --mount=sec<|>\n") == ["type=secret"]
    assert labels("FROM a\nRUN --mount=<|>\n")[:2] == ["type=", "target="]
    assert "type=cache" not in labels("FROM a\nRUN --mount=type=bind,c<|>\n")


def test_tags_of_older_versions_are_those_that_are_known() -> None:
    assert "22-alpine" in labels("FROM node:22-al<|>\n")
    assert labels("FROM node:22-alpine<|>\n") == labels("FROM node:7-al<|>\n") == []
