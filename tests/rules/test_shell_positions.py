"""Findings in shell text stand where the words stand, through continuations, heredocs and ONBUILD."""

from __future__ import annotations

import pytest

from dockwright.findings.engine import check, only
from dockwright.rules.packages.apt_get_without_yes import apt_get_without_yes
from dockwright.rules.run.sudo import sudo
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import apply


def found(source: str) -> list[str]:
    groups = check(analyse(parse(source)), only(apt_get_without_yes, sudo))
    spans = [finding.span.shifted(group.start) for group in groups for finding in group.findings]
    return [source[span.start : span.end] for span in sorted(spans)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("FROM a\nRUN sudo x\n", ["sudo"]),
        ("FROM a\nRUN x && \\\n  # note\n  su\\\ndo y\n", ["su\\\ndo"]),
        ("FROM a\nRUN <<EOF\nx\nsudo y\nEOF\n", ["sudo"]),
        ("FROM a\nRUN <<-EOF\n\tx 'é😀'\n\tsudo y\n\tEOF\n", ["sudo"]),
        ("FROM a\nRUN cat <<EOF && \\\n  sudo y\nsudo in a text\nEOF\n", ["sudo"]),
        ("FROM a\nRUN bash <<EOF\nx\nEOF\nRUN sudo y\n", ["sudo"]),
        ("FROM a\nONBUILD RUN --mount=type=cache,target=/a sudo y\n", ["sudo"]),
        ("FROM a\nRUN echo 'sudo x' # sudo y\n", []),
        ('FROM a\nSHELL ["powershell", "-Command"]\nRUN sudo x\n', []),
        ("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nsudo = 1\nEOF\n", []),
        ('FROM a\nRUN ["sudo", "x"]\n', []),
        ("FROM a\r\nRUN x && \\\r\n  sudo y\r\n", ["sudo"]),
    ],
)
def test_places(source: str, expected: list[str]) -> None:
    assert found(source) == expected


def test_an_insertion_stays_on_the_line_of_the_word_before_it() -> None:
    source = "FROM a\nRUN apt-get install\\\n  x\n"
    (group,) = check(analyse(parse(source)), only(apt_get_without_yes))
    edits = [edit.shifted(group.start) for edit in group.findings[0].fixes[0].edits]
    assert apply(source, edits) == "FROM a\nRUN apt-get install -y\\\n  x\n"
