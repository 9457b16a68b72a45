"""Variables that nothing sets where they are used: what is said, how loud, and what the fix makes of the file."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Finding, Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply

CODES = ("UndefinedVar", "arg-not-in-scope")


def _found(source: str) -> list[Finding]:
    return [finding for finding in Snapshot.of(source).findings if finding.code in CODES]


def _loud(source: str) -> list[str]:
    return [finding.code for finding in _found(source) if finding.severity is Severity.WARNING]


FIXED = {
    "a global ARG in RUN and ENV": (
        "ARG V=1\nFROM debian:12\nRUN echo $V\nENV A=$V\n",
        "ARG V=1\nFROM debian:12\nARG V\nRUN echo $V\nENV A=$V\n",
    ),
    "one in a source, on a base that is not known": (
        "ARG V=1\nFROM example.com/base:1\nRUN true\nCOPY app-$V /app\n",
        "ARG V=1\nFROM example.com/base:1\nRUN true\nARG V\nCOPY app-$V /app\n",
    ),
    "one without a value in the global scope": (
        "ARG V\nFROM example.com/base:1\nRUN true\nWORKDIR /srv/$V\n",
        "ARG V\nFROM example.com/base:1\nRUN true\nARG V\nWORKDIR /srv/$V\n",
    ),
    "one without a value in shell text": (
        "ARG V\nFROM debian:12\nRUN echo $V\n",
        "ARG V\nFROM debian:12\nARG V\nRUN echo $V\n",
    ),
    "one in the second stage alone": (
        "ARG V=1\nFROM debian:12\nARG V\nRUN echo $V\nFROM alpine:3.20\nRUN echo ${V}\n",
        "ARG V=1\nFROM debian:12\nARG V\nRUN echo $V\nFROM alpine:3.20\nARG V\nRUN echo ${V}\n",
    ),
    "a platform": (
        "FROM alpine:3.20\nRUN wget https://example.com/$TARGETARCH.bin\n",
        "FROM alpine:3.20\nARG TARGETARCH\nRUN wget https://example.com/$TARGETARCH.bin\n",
    ),
    "an ARG below": (
        "FROM alpine:3.20\r\nWORKDIR $D\r\nARG D=/srv\r\n",
        "FROM alpine:3.20\r\nARG D=/srv\r\nWORKDIR $D\r\n",
    ),
    "a script in a heredoc of RUN": (
        "ARG V=1\nFROM alpine:3.20\nRUN <<EOF\necho $V\nEOF\n",
        "ARG V=1\nFROM alpine:3.20\nARG V\nRUN <<EOF\necho $V\nEOF\n",
    ),
    "a configuration": (
        "FROM example.com/base:1\nCOPY <<-CONF /etc/x.conf\n\tproxy_set_header Host $host;\n\tCONF\n",
        "FROM example.com/base:1\nCOPY <<-'CONF' /etc/x.conf\n\tproxy_set_header Host $host;\n\tCONF\n",
    ),
    "a text that holds a variable of the build, too": (
        "FROM example.com/base:1\nARG A=1\nCOPY <<E /x\nfor f in $A; do echo $f $#; done\nE\n",
        "FROM example.com/base:1\nARG A=1\nCOPY <<E /x\nfor f in $A; do echo \\$f \\$#; done\nE\n",
    ),
    "a text that escapes some": (
        "FROM example.com/base:1\nCOPY <<E /x\necho \\$1 $2\nE\n",
        "FROM example.com/base:1\nCOPY <<E /x\necho \\$1 \\$2\nE\n",
    ),
    "the home of root": ("FROM debian:12\nWORKDIR ${HOME}/a\n", "FROM debian:12\nWORKDIR /root/a\n"),
}


@pytest.mark.parametrize("case", FIXED)
def test_it_is_a_warning_and_its_fix_mends_it(case: str) -> None:
    source, fixed = FIXED[case]
    found = _found(source)
    assert found
    assert all(finding.severity is Severity.WARNING for finding in found)
    assert apply(source, found[0].fixes[0].edits) == fixed
    assert _found(fixed) == []


@pytest.mark.parametrize(
    "source",
    [
        "ARG V=1\nFROM debian:12\nENV V=2\nRUN echo $V\n",
        "ARG V=1\nFROM debian:12\nRUN read V < /v && echo $V\n",
        "ARG V=1\nFROM debian:12\nRUN while read -r V; do echo $V; done < /v\n",
        "ARG V=1\nFROM debian:12\nRUN . ./env.sh && echo $V\n",
        "ARG V=1\nFROM debian:12\nRUN eval $(cat /v) && echo $V\n",
        "ARG V=1\nFROM debian:12\nRUN echo '$V' \\$V ${V:-2} ${V+x}\n",
        "ARG V=1\nFROM debian:12\nRUN --mount=type=secret,id=v,env=V echo $V\n",
        'ARG V=1\nFROM debian:12\nSHELL ["/bin/bash", "-lc"]\nRUN echo $V\n',
        'ARG V=1\nFROM debian:12\nRUN ["echo", "$V"]\n',
        "ARG V=1\nFROM example.com/base:$V\nRUN echo $V\n",
        "FROM debian:12\nRUN echo $HOME $UNKNOWN\n",
        "FROM example.com/base:1\nENV A=$HOME/a\n",
        "ARG NODE_VERSION=20\nFROM node:$NODE_VERSION\nENV A=$NODE_VERSION\n",
        "FROM example.com/base:1\nCOPY <<E /x\n$SERVICE_NAME\nE\n",
        "FROM example.com/base:1\nCOPY <<'E' /x\n$1\nE\n",
        "FROM debian:12\nARG A=1\nCOPY <<E /x\n$A\nE\n",
    ],
)
def test_nothing_louder_than_a_hint(source: str) -> None:
    assert _loud(source) == []


def test_an_argument_on_which_other_values_hang_is_not_moved() -> None:
    (found,) = _found("FROM debian:12\nWORKDIR $D\nARG B=/srv\nARG D=$B/d\n")
    assert "declared only below" in found.message
    assert found.fixes == ()


def test_no_version_of_an_official_image_that_is_known_sets_home() -> None:
    assert _loud("FROM node:20\nCOPY . $HOME/app\n") == ["UndefinedVar"]
