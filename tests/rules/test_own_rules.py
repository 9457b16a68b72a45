"""Rules of a configuration file: what their patterns fit, what is said of wrong ones, and how comments hide them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dockwright.config import Config
from dockwright.config.reading import read
from dockwright.findings.engine import check, select
from dockwright.findings.own.examples import failures
from dockwright.findings.own.patterns import image_fits
from dockwright.findings.profiles import unknown
from dockwright.ide.actions.code_action import actions
from dockwright.ide.actions.fix_all import fixed
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import Span
from markers import marks

ROOT = Path(__file__).parents[2]
WISHES = ROOT / "docs" / "own-rules.toml"


def config(rule: str, more: str = "") -> Config:
    found, problems = read(tomllib.loads(f'profile = "none"\n{more}\n[own-rules.mine]\nmessage = "no"\n{rule}\n'))
    assert not problems and not unknown(found)
    return found


def spans(source: str, settings: Config) -> list[Span]:
    groups = check(analyse(parse(source)), select(settings))
    return [one.span.shifted(group.start) for group in groups for one in group.findings if one.code == "mine"]


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        pytest.param(
            'instruction = ["add"]',
            """
            FROM debian:12
            ADD a /a/
            #^^
            ONBUILD ADD a /a/
            #       ^^^
            COPY ADD /a/
            """,
            id="instruction",
        ),
        pytest.param(
            'flag = ["--platform=linux/*"]',
            """
            FROM --platform=linux/amd64 debian:12
            #    ^^^^^^^^^^^^^^^^^^^^^^
            FROM --platform=$BUILDPLATFORM debian:12
            """,
            id="flag",
        ),
        pytest.param(
            'instruction = ["COPY"]\nwithout = ["--link"]',
            """
            FROM debian:12
            COPY a /a
            #^^^
            COPY --link a /a
            """,
            id="instruction without a flag",
        ),
        pytest.param(
            'argument = ["*.pem", "22"]\ninstruction = ["COPY", "EXPOSE"]',
            """
            FROM debian:12
            ARG port=22
            COPY a.pem b /etc/x.pem
            #    ^^^^^
            EXPOSE 80 $port
            #         ^^^^^
            USER 22
            """,
            id="argument, expanded",
        ),
        pytest.param(
            'destination = ["/etc/*"]\nargument = ["*.conf"]',
            """
            FROM debian:12
            COPY a.conf b.conf /etc/x/
            #    ^^^^^^
            #           ^^^^^^
            COPY a.conf /srv/
            """,
            id="destination",
        ),
        pytest.param(
            'command = ["git clone"]\nwithout = ["--depth*"]',
            """
            FROM debian:12
            RUN apt-get update && sudo git -C /srv clone https://a/b && git clone https://a/b
            #                                                           ^^^^^^^^^
            RUN git clone --depth 1 https://a/b; git status; echo git clone
            RUN sh -c 'git clone https://a/b'
            #          ^^^^^^^^^
            RUN ["git", "clone", "https://a/b"]
            #    ^^^^^
            ONBUILD RUN git clone https://a/b
            #           ^^^^^^^^^
            """,
            id="command: an option with a value before its word is not guessed at",
        ),
        pytest.param(
            'command = ["curl -k"]',
            """
            FROM debian:12
            RUN curl -kL https://a && curl https://a -k && curl -ok https://a && curl --insecure https://a
            #   ^^^^^^^^
            #                         ^^^^^^^^^^^^^^^^^
            """,
            id="option",
        ),
        pytest.param(
            'package = ["telnet*", "netcat"]\nunless = ["telnet-doc"]',
            """
            FROM debian:12
            RUN apt-get update && apt-get install -y telnetd=1.2 telnet-doc curl
            #                                        ^^^^^^^^^^^
            RUN apk add netcat
            #           ^^^^^^
            RUN apt-get remove -y telnetd && echo telnetd
            """,
            id="package",
        ),
        pytest.param(
            'command = ["chmod"]\nargument = ["777", "a+rwx"]',
            """
            FROM debian:12
            RUN chmod -R 777 /srv && echo 777
            #            ^^^
            """,
            id="argument of a command",
        ),
        pytest.param(
            'base = ["debian"]\nunless = ["debian:*-slim"]',
            """
            ARG tag=12
            FROM docker.io/library/debian AS one
            #    ^^^^^^^^^^^^^^^^^^^^^^^^
            FROM debian:12-slim AS two
            FROM debian:$tag
            #    ^^^^^^^^^^^
            COPY --from=one /a /a
            COPY --from=debian:11 /a /a
            #           ^^^^^^^^^
            RUN --mount=from=debian:11,target=/b true
            #                ^^^^^^^^^
            FROM one
            FROM ghcr.io/debian
            FROM debian:$unknown
            """,
            id="base",
        ),
        pytest.param(
            'variable = ["*TOKEN", "MODE=debug"]',
            """
            FROM debian:12
            ENV A=1 B_TOKEN=x MODE=debug
            #       ^^^^^^^
            #                 ^^^^
            ARG B_TOKEN
            #   ^^^^^^^
            ENV MODE=release
            RUN TOKEN=x env
            """,
            id="variable",
        ),
        pytest.param(
            'instruction = ["USER"]\nunless = ["root"]\nmissing = true',
            """
            FROM debian:12 AS base
            USER app
            FROM debian:12
            #^^^
            USER root
            """,
            id="missing",
        ),
        pytest.param(
            'instruction = ["USER"]\nmissing = true',
            """
            FROM debian:12 AS base
            USER app
            FROM base
            """,
            id="not missing: it is in the stage below",
        ),
        pytest.param(
            'instruction = ["RUN"]\nfinal = true',
            """
            FROM debian:12 AS build
            RUN make
            FROM debian:12
            COPY --from=build /a /a
            RUN true
            #^^
            """,
            id="final",
        ),
    ],
)
def test_what_fits(rule: str, source: str) -> None:
    text, found = marks("".join(f"{line.strip()}\n" for line in source.strip().splitlines()))
    assert spans(text, config(rule)) == [mark.span for mark in found]


@pytest.mark.parametrize(
    ("name", "pattern", "is_fit"),
    [
        ("debian:12", "debian", True),
        ("debian", "debian:latest", True),
        ("docker.io/library/debian:12", "debian:1*", True),
        ("bitnami/redis:7", "docker.io/bitnami/*", True),
        ("bitnami/redis:7", "docker.io/*", False),
        ("bitnami/redis:7", "docker.io/**", True),
        ("ghcr.io/a/b/c", "ghcr.io/**/c", True),
        ("ghcr.io/a/b/c", "ghcr.io/*/c", False),
        ("ghcr.io/c", "**/c", True),
        ("localhost:5000/a:1", "localhost:5000/a:1", True),
        ("ghcr.io.evil.com/a", "ghcr.io/**", False),
        ("debian:12", "debian@*", False),
        (f"debian@sha256:{'a' * 64}", "debian@sha256:*", True),
        (f"debian@sha256:{'a' * 64}", "debian:12", False),
        ("debian:12", "*", True),
        ("ghcr.io/a/b:1", "**", True),
    ],
)
def test_patterns_of_images(name: str, pattern: str, is_fit: bool) -> None:
    assert image_fits(name, [pattern]) is is_fit


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ('command = ["npm install"]\nreplacement = "npm ci"', "RUN npm --silent install", "RUN npm --silent ci"),
        ('command = ["yarn global add"]\nreplacement = "npm i -g"', "RUN yarn global add x", "RUN npm i -g x"),
        ('command = ["a b"]\nreplacement = "c"', "RUN a b \\\n  d", "RUN c \\\n  d"),
        ('command = ["a b"]\nreplacement = "c"', "RUN a -x b", "RUN a -x b"),
        ('command = ["a b"]\nreplacement = "c"', 'RUN "a" b', 'RUN "a" b'),
        ('instruction = ["ADD"]\nreplacement = "COPY"', "ADD a /a", "COPY a /a"),
        ('flag = ["--chown=*"]\nreplacement = "--chown=1:1"', "COPY --chown=a b /c", "COPY --chown=1:1 b /c"),
        ('argument = ["root"]\nreplacement = "app"', "USER root", "USER app"),
        ('argument = ["22"]\nreplacement = "2222"', "ARG p=22\nEXPOSE $p", "ARG p=22\nEXPOSE $p"),
        ('package = ["nc"]\nreplacement = "socat"', "RUN apk add nc=1.2 curl", "RUN apk add socat=1.2 curl"),
        ('base = ["alpine"]\nreplacement = "debian:12"', "COPY --from=alpine:3 /a /a", "COPY --from=debian:12 /a /a"),
    ],
)
def test_a_replacement_changes_what_stands_there_as_it_is(rule: str, before: str, after: str) -> None:
    snapshot = Snapshot.of(f"FROM scratch\n{before}\n", config(rule))
    assert fixed(snapshot, unsafe=True).text.string == f"FROM scratch\n{after}\n"
    assert fixed(snapshot, unsafe=False).text.string == snapshot.text.string, "the author of a rule knows its effect"


@pytest.mark.parametrize(
    "comment",
    [
        "# check=skip=mine",
        "# hadolint ignore=mine",
        "# tally ignore=mine // old",
        "# hadolint ignore=mine until 2999-01-01",
    ],
)
def test_comments_hide_them(comment: str) -> None:
    settings = config('instruction = ["ADD"]')
    assert spans(f"FROM scratch\n{comment}\nADD a /a\n", settings) == []
    assert spans(f"FROM scratch\n{comment.replace('mine', 'other')}\nADD a /a\n", settings) != []


def test_levels_are_set_as_those_of_other_rules() -> None:
    given = 'instruction = ["ADD"]\nlevel = "hint"'
    for more, expected in (("", [4]), ("rules = { mine = 'error' }", [1]), ("rules = { own-rules = 'off' }", [])):
        groups = check(analyse(parse("FROM scratch\nADD a /a\n")), select(config(given, more)))
        assert [int(one.severity) for group in groups for one in group.findings] == expected


def test_the_editor_offers_to_replace_and_to_ignore() -> None:
    source = "FROM scratch\nADD a /a\n"
    snapshot = Snapshot.of(source, config('instruction = ["ADD"]\nreplacement = "COPY"'))
    titles = [action.title for action in actions(snapshot, Span(13, 13))]
    assert "Change to COPY" in titles and "Ignore mine here" in titles


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ('[own-rules.Mine]\nmessage = "a"\nflag = ["a"]', "lower-case letters"),
        ('[own-rules.dl3020]\nmessage = "a"\nflag = ["a"]', "another rule"),
        ('[own-rules.security]\nmessage = "a"\nflag = ["a"]', "another rule or group"),
        ('[own-rules.mine]\nflag = ["a"]', "`message`"),
        ('[own-rules.mine]\nmessage = "a\\nb"\nflag = ["a"]', "one line"),
        ('[own-rules.mine]\nmessage = "a"', "needs a pattern"),
        (f'[own-rules.mine]\nmessage = "a"\nflag = ["{"*a" * 101}"]', "200 characters"),
        ('[own-rules.mine]\nmessage = "a"\nflag = ["a"]\nreplacement = "a\\nRUN evil"', "one line"),
        ('[own-rules.mine]\nmessage = "a"\nbase = ["a"]\ncommand = ["a"]', "`base` can only be used with"),
        ('[own-rules.mine]\nmessage = "a"\nvariable = ["A"]\nreplacement = "B"', "whole word"),
        ('[own-rules.mine]\nmessage = "a"\nbase = ["A"]\nmissing = true', "`missing`"),
    ],
)
def test_a_wrong_rule_is_named_and_costs_itself(table: str, part: str) -> None:
    settings, problems = read(tomllib.loads(f'{table}\n[own-rules.other]\nmessage = "b"\ninstruction = ["ADD"]'))
    assert not problems
    (problem,) = unknown(settings)
    assert part in problem.message and "ignored" in problem.message
    groups = check(analyse(parse("FROM scratch\nADD a /a\n")), select(settings))
    assert "other" in {one.code for group in groups for one in group.findings}


def test_published_wishes_are_written_as_such() -> None:
    settings, problems = read(tomllib.loads(WISHES.read_text("utf-8")))
    assert not problems and not unknown(settings)
    assert len(settings.own_rules) >= 20
    assert {name: wrong for name, wrong in failures(settings).items() if wrong} == {}


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ('command = ["a"]\nflagged = ["RUN b"]\nclean = ["RUN c"]', "no finding in `RUN b`"),
        ('command = ["a"]\nflagged = ["RUN a"]\nclean = ["RUN b && a"]', "`a` is found in `RUN b && a`"),
        ('command = ["a"]\nflagged = ["RUN a"]', "no `clean` example"),
        ('command = ["a*"]\nreplacement = "ab"\nflagged = ["RUN a"]\nclean = ["RUN b"]', "still a finding"),
        ('command = ["a b"]\nreplacement = "c"\nflagged = ["RUN a -x b"]\nclean = ["RUN b"]', "replaces nothing"),
    ],
)
def test_examples_that_do_not_hold_are_told(rule: str, part: str) -> None:
    ((line,),) = failures(config(rule)).values()
    assert part in line
