"""ShellCheck's remarks stand on the words they are about, through continuations, heredocs and ONBUILD."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.config.files import parse as parse_config
from dockwright.config.reading import read as read_config
from dockwright.ide.snapshot import Snapshot
from dockwright.rules.shell.shellcheck import requests
from dockwright.text import apply
from markers import marks
from remarks import remarked

FIXTURES = [
    """\
FROM alpine
RUN echo $one
#        ^^^^ SC2086
""",
    """\
FROM alpine
RUN echo hello && \\
    # a comment
    echo $two
#        ^^^^ SC2086
""",
    """\
FROM alpine
RUN <<EOF
set -e
echo $three
EOF
#    ^^^^^^ SC2086
""",
    """\
FROM alpine
ONBUILD RUN echo $four
#                ^^^^^ SC2086
""",
    """\
FROM alpine
RUN echo 'é😀' $five
#              ^^^^^ SC2086
""",
]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_remark_stands_on_its_words(fixture: str, tmp_path: Path) -> None:
    source, expected = marks(fixture)
    word = source[source.index("$") :].split()[0]
    found = {(finding.code, source[finding.span.start : finding.span.end]) for finding in remarked(source, tmp_path)}
    assert (expected[0].message, word) in found


def test_a_fix_edits_the_dockerfile(tmp_path: Path) -> None:
    source = "FROM alpine\nRUN true && \\\n    echo $x\n"
    (finding,) = [finding for finding in remarked(source, tmp_path) if finding.code == "SC2086"]
    assert apply(source, finding.fixes[0].edits) == 'FROM alpine\nRUN true && \\\n    echo "$x"\n'


def test_variables_of_the_stage_are_known(tmp_path: Path) -> None:
    assert "SC2154" in {finding.code for finding in remarked('FROM a\nRUN echo "$name"\n', tmp_path)}
    assert "SC2154" not in {finding.code for finding in remarked('FROM a\nARG name\nRUN echo "$name"\n', tmp_path)}


def test_the_dialect_is_that_of_the_shell(tmp_path: Path) -> None:
    body = "RUN [[ -f x ]] && echo y\n"
    assert "SC3010" in {finding.code for finding in remarked(f"FROM a\n{body}", tmp_path)}
    bash = f'FROM a\nSHELL ["/bin/bash", "-c"]\n{body}'
    assert "SC3010" not in {finding.code for finding in remarked(bash, tmp_path)}


def test_other_shells_are_not_asked_about() -> None:
    source = 'FROM a\nSHELL ["pwsh", "-c"]\nRUN echo $x\nRUN ["echo", "$x"]\n'
    assert requests(Snapshot.of(source).model) == []


def test_settings_and_comments_switch_a_remark_off(tmp_path: Path) -> None:
    config, _ = read_config({"rules": {"sc2086": "off"}})
    assert remarked("FROM a\nRUN echo $x\n", tmp_path, config) == [
        finding for finding in remarked("FROM a\nRUN echo $x\n", tmp_path) if finding.code != "SC2086"
    ]
    found = remarked("FROM a\n# hadolint ignore=SC2086\nRUN echo $x\n", tmp_path)
    assert "SC2086" not in {finding.code for finding in found}


def test_a_file_of_the_workspace_cannot_name_the_program() -> None:
    parsed = parse_config("dockwright.toml", '[shellcheck]\npath = "./evil"\n')
    assert parsed is not None
    assert parsed[0].shellcheck.path == "" and [problem.path for problem in parsed[1]] == ["shellcheck.path"]


def test_known_values_are_known(tmp_path: Path) -> None:
    def codes(line: str) -> set[str]:
        return {finding.code for finding in remarked(f"FROM a\n{line}\nRUN echo $name\n", tmp_path)}

    assert "SC2086" not in codes("ENV name=plain") | codes("ARG name=1.2")
    assert "SC2086" in codes('ENV name="two words"') & codes("ARG name") & codes('ENV name="it\'s"')


def test_shellchecks_own_comments_count_in_heredocs(tmp_path: Path) -> None:
    source = "FROM a\nRUN <<EOF\n# shellcheck disable=SC2086\necho $one\necho $two\nEOF\n"
    found = [source[f.span.start : f.span.end] for f in remarked(source, tmp_path) if f.code == "SC2086"]
    assert found == ["$two"]


def test_what_is_said_once_is_asked_once() -> None:
    asked = requests(Snapshot.of("FROM a\nRUN echo $x\nRUN echo $x\nFROM b\nRUN echo $x\n").model)
    assert len(asked) == 1


def test_of_a_run_that_is_all_for_nothing_that_alone_is_said(tmp_path: Path) -> None:
    def of_cd(run: str) -> set[str]:
        return {finding.code for finding in remarked(f"FROM a\n{run}\n", tmp_path)} & {"SC2164"}

    assert of_cd("RUN cd /srv; make") == {"SC2164"}
    assert of_cd("RUN cd /srv") == set()
