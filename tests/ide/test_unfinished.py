"""A line that is being typed is not blamed for not being finished; what is wrong elsewhere, and in the end, is said."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Finding, Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.typing_state import without_unfinished
from dockwright.text import Edit, Span

FILE = """\
# syntax=docker/dockerfile:1
ARG VERSION=3.20
FROM --platform=$BUILDPLATFORM alpine:${VERSION} AS build
ENV NAME="some value" OTHER=x
RUN --mount=type=cache,target=/root/.cache apk add --no-cache curl && \\
    echo "done $NAME" > /x
FROM alpine:3.20
COPY --from=build --chown=1:1 --chmod=644 /x /srv/
HEALTHCHECK --interval=5m CMD ["wget", "-q", "http://localhost/"]
EXPOSE 8080/tcp
LABEL one.two="three four"
RUN <<EOF
echo hi
EOF
SHELL ["/bin/ash", "-c"]
STOPSIGNAL SIGTERM
USER nobody
VOLUME ["/data"]
WORKDIR /srv
ONBUILD RUN echo x
ENTRYPOINT ["/x"]
CMD ["a", "b"]
"""


def shown(source: str, offset: int) -> list[Finding]:
    """The findings while somebody types at an offset."""
    groups = without_unfinished(Snapshot.of(source), offset).groups()
    return [finding.shifted(group.start) for group in groups for finding in group.findings]


def loud(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in findings if finding.severity <= Severity.WARNING]


def test_a_right_file_can_be_typed_without_an_error() -> None:
    for end in range(len(FILE) + 1):
        assert loud(shown(FILE[:end], end)) == [], FILE[:end].rsplit("\n", maxsplit=1)[-1]


def test_each_line_can_be_typed_into_the_file_without_an_error() -> None:
    lines = FILE.split("\n")
    for number, line in enumerate(lines):
        before, after = "\n".join(lines[:number]), "\n".join(lines[number + 1 :])
        start = len(before) + (number > 0)
        for end in range(len(line) + 1):
            source = before + "\n" * (number > 0) + line[:end] + "\n" + after
            own = [finding for finding in shown(source, start + end) if start <= finding.span.start <= start + end]
            assert loud(own) == [], line[:end]


@pytest.mark.parametrize(
    "source",
    [
        "FROM a:1\nCOPY --chwon=1 a b<|>\n",
        "FROM a:1\nWORKDIR\nRUN x<|>\n",
        "FROM a:1\nEXPOSE 99999 80<|>\n",
        "RUN x<|>\nFROM a\n",
    ],
)
def test_what_is_wrong_elsewhere_is_said(source: str) -> None:
    offset = source.index("<|>")
    assert loud(shown(source.replace("<|>", ""), offset))


def test_sections_without_change_are_the_same_objects() -> None:
    snapshot = Snapshot.of("FROM a:1\nMAINTAINER me\nFROM b:1\nMAINTAINER me\nWORKDIR")
    sections = without_unfinished(snapshot, len(snapshot.text)).sections
    assert [new is old for new, old in zip(sections, snapshot.report.sections, strict=True)] == [True, True, False]
    other = snapshot.edited([Edit(Span(len(snapshot.text), len(snapshot.text)), " /x")])
    assert without_unfinished(other, 60) is other.report


def after_a_pause(source: str) -> list[tuple[str, str]]:
    offset = source.index("<|>")
    groups = without_unfinished(Snapshot.of(source.replace("<|>", "")), offset, rested=True).groups()
    found = [one.shifted(group.start) for group in groups for one in group.findings]
    return [(one.code, source[one.span.start :]) for one in found if one.severity <= Severity.WARNING]


@pytest.mark.parametrize(
    "line",
    [
        "FROM node:<|>",
        "FROM node<|>",
        "COPY package.json <|>",
        "RU<|>",
        "LABEL org.opencontainers.image.ti<|>",
        "HEALTHCHECK --retries=3 <|>",
        "RUN --mount=<|>",
        "RUN --mount=type=<|>",
        "COPY --from=<|>",
        'CMD ["node", <|>]',
        'CMD ["node<|>"]',
        "RUN apk update && \\\n    apk <|>",
        "RUN a \\\n<|>",
        "ENV A<|>",
        "EXPOSE 80a<|>",
    ],
)
@pytest.mark.parametrize("below", ["", "\n", '\nCMD ["x"]\n'])
def test_nothing_is_said_of_an_instruction_while_the_author_thinks_at_its_end(line: str, below: str) -> None:
    found = after_a_pause(f"FROM alpine:3.20\n{line}{below}")
    assert [code for code, at in found if at.partition("\n")[0] in line.replace("<|>", "") + line] == []


@pytest.mark.parametrize(
    "source",
    [
        "FROM a:1\nRU\n<|>",
        "FROM a:1\nRU\n<|>\n",
        "FROM a:1\nRU\nCMD<|>\n",
        "FROM a:1\nCOPY --chwon=1<|> a b\n",
        "FROM a:1\nRU<|>X x\n",
        "FROM a:1\nWORKDIR\nRUN x <|>\n",
        "FROM a:1\nRUN x <|>\nWORKDIR\n",
    ],
)
def test_after_a_pause_all_else_is_said(source: str) -> None:
    assert after_a_pause(source)
