"""A comment behind words is one finding, whatever it does to the words; its fix leaves nothing of it."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Finding, Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply

CODE = "comment-after-instruction"


def _findings(line: str, above: str = "FROM registry.example.com/base:1\n") -> tuple[str, list[Finding]]:
    source = f"{above}{line}\n"
    return source, list(Snapshot.of(source).findings)


@pytest.mark.parametrize(
    ("line", "stops"),
    [
        ("EXPOSE 80 # http", True),
        ("EXPOSE 80 443 #http and https", True),
        ("STOPSIGNAL SIGTERM # soft", True),
        ('SHELL ["/bin/bash", "-c"] # it', True),
        ("HEALTHCHECK NONE # off", True),
        ("ENV A=b # c", True),
        ("ENV A=b # c=d", True),
        ("LABEL a.b=b #c", True),
        ("WORKDIR /srv # it's here", True),
        ("WORKDIR /srv # here", False),
        ("ENV A=b #C=d", False),
        ("USER 1000 # me", False),
        ("VOLUME /data # the data", False),
        ('VOLUME ["/data"] # the data', False),
        ("COPY c target # the configuration", False),
        ("COPY c target #the configuration", False),
        ("COPY --chown=1:1 c /target # see docs/a", False),
        ('COPY ["c", "/target"] # c', False),
        ("ADD c.tar /target/ # c", False),
        ("COPY <<EOF /x # c\nhello\nEOF", False),
        ("ONBUILD COPY c /d # e", False),
        ('CMD ["a", "b"] # run', False),
        ('ENTRYPOINT ["a"]# run', False),
        ('HEALTHCHECK --interval=5s CMD ["a"] # on', False),
    ],
)
def test_one_finding_and_nothing_after_its_fix(line: str, stops: bool) -> None:
    source, found = _findings(line)
    assert [finding.code for finding in found if finding.severity < Severity.INFORMATION] == [CODE]
    (one,) = (finding for finding in found if finding.code == CODE)
    assert one.severity is (Severity.ERROR if stops else Severity.WARNING)
    (fix,) = one.fixes
    fixed = apply(source, fix.edits)
    assert [finding for finding in Snapshot.of(fixed).findings if finding.severity < Severity.INFORMATION] == []
    first = line[line.index("#") :].partition("\n")[0]
    assert f"\n{first}\n" in fixed


def test_a_global_argument_and_what_follows_from_it() -> None:
    source, found = _findings("FROM alpine:${V}", above="ARG V=3.20 # the version\n")
    assert [finding.code for finding in found] == [CODE]
    assert apply(source, found[0].fixes[0].edits) == "# the version\nARG V=3.20\nFROM alpine:${V}\n"


def test_an_entry_point_that_was_an_array_runs_cmd() -> None:
    _, found = _findings('ENTRYPOINT ["a"] # run\nCMD ["b"]')
    assert [finding.code for finding in found] == [CODE]


def test_line_ends_and_indentation_stay() -> None:
    source, found = _findings("  WORKDIR /srv # here\r", above="FROM scratch\r\n")
    (one,) = (finding for finding in found if finding.code == CODE)
    assert apply(source, one.fixes[0].edits) == "FROM scratch\r\n  # here\r\n  WORKDIR /srv\r\n"


def test_a_comment_that_would_be_a_directive_is_not_moved() -> None:
    _, found = _findings("", above="FROM alpine:3.20 # escape=`\n")
    assert [(finding.code, finding.fixes) for finding in found] == [(CODE, ())]


def test_no_other_fix_edits_beside_the_comment() -> None:
    _, found = _findings("MAINTAINER me # c\nENV A b # c")
    assert {finding.code for finding in found if finding.fixes} == {CODE}


@pytest.mark.parametrize(
    "line",
    [
        "COPY a #b#",
        "COPY a b #c/",
        "COPY #a# /b",
        "ADD https://example.com/a.git#main /a",
        "LABEL a='it # b' c=\"d # e\"",
        "ENV A=\\ #b",
        "ENV PS1 \\u@\\h # ",
        "LABEL a issue #5",
        "MAINTAINER Team #1 <a@b.c>",
        "WORKDIR /a#b",
        "WORKDIR #a",
        'CMD ["a", "# b"]',
        "CMD [ -e /a ] # b",
        "ENV A=1 \\\n # comment\n B=2",
        "COPY <<EOF /x\na # b\nEOF",
    ],
)
def test_where_a_hash_is_meant(line: str) -> None:
    _, found = _findings(line)
    assert CODE not in [finding.code for finding in found]


def test_edits_find_the_same_as_a_new_file() -> None:
    from dockwright.text import Edit, Span

    source = "ARG V=1\nFROM alpine:3.20 AS a\nWORKDIR /srv\nMAINTAINER me\nFROM a\nCOPY b c\nCMD d\n"
    snapshot = Snapshot.of(source)
    for line in ("COPY b c", "MAINTAINER me", "WORKDIR /srv", "AS a", "ARG V=1"):
        for new in (" # x", ""):
            snapshot.findings  # noqa: B018 - computing them fills the caches that the next snapshot takes over
            at = snapshot.text.string.index(line) + len(line)
            end = snapshot.text.string.index("\n", at)
            snapshot = snapshot.edited([Edit(Span(at, end), new)])
            assert snapshot.findings == Snapshot.of(snapshot.text.string).findings


@pytest.mark.parametrize(
    ("line", "stops"),
    [
        ("RUN ls && # note \\\n    ls /", True),
        ("RUN ls \\\n  / # c \\\n && ls", False),
        ("RUN ls \\\n  / #c\\\n && ls # d \\\n && ls # e", False),
        ("RUN ls; # a\\\n # b\\\n # c\\\n ls", False),
        ("RUN if ls; then # c \\\n ls; fi", True),
        ("RUN (ls # c \\\n ; ls)", True),
        ("RUN for x in a # c \\\n b; do ls; done", True),
        ("RUN --network=none ls # c \\\n /a", False),
        ("ONBUILD RUN ls # c \\\n && ls", False),
    ],
)
def test_a_comment_that_takes_in_the_lines_below(line: str, stops: bool) -> None:
    source, found = _findings(line, "FROM debian:12\n")
    assert [finding.code for finding in found if finding.severity < Severity.INFORMATION] == [CODE]
    (one,) = (finding for finding in found if finding.code == CODE)
    assert one.severity is (Severity.ERROR if stops else Severity.WARNING)
    assert source[one.span.start] == "#" and "\n" not in source[one.span.start : one.span.end]
    fixed = apply(source, one.fixes[0].edits)
    assert not [finding for finding in Snapshot.of(fixed).findings if finding.severity < Severity.INFORMATION]
    crlf = Snapshot.of(source.replace("\n", "\r\n"))
    (other,) = (finding for finding in crlf.findings if finding.code == CODE)
    assert apply(crlf.text.string, other.fixes[0].edits) == fixed.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "line",
    [
        "RUN ls # why \\\n # because",
        "RUN ls # why \\\n\nRUN ls",
        "RUN ls && \\\n # because \\\n ls",
        "RUN ls && \\\n # because\n ls",
        "RUN ls '# c \\\n && ls'",
        'RUN ls "$(ls x#y \\\n)"',
        "RUN ls \\# c \\\n && ls",
        "RUN ls ${x# y} \\\n && ls",
        "RUN ls $((2#1)) \\\n && ls",
        "RUN ls # c",
        "RUN <<EOF\nls # c \\\nls\nEOF",
        "RUN cat <<EOF > /x # c\nls # c \\\nls\nEOF",
        'SHELL ["cmd", "/S", "/C"]\nRUN ls # c \\\n && ls',
        'RUN ["ls", \\\n "# c", \\\n "x"]',
        "RUN 'ls # c \\\n && ls",
    ],
)
def test_a_comment_that_takes_in_nothing(line: str) -> None:
    assert CODE not in [finding.code for finding in _findings(line, "FROM debian:12\n")[1]]
