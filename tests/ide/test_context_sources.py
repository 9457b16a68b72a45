"""Sources of COPY and ADD in an editor that knows the build context."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.completion.complete import complete
from dockwright.ide.hover.hover import hover
from dockwright.ide.snapshot import Snapshot
from dockwright.l10n.catalogue import catalogue
from dockwright.l10n.lines import said_by_line
from dockwright.l10n.parts import said
from dockwright.text import Edit, apply
from markers import cursor

FILES = {"src/a.py": 1_000, "src/b/c.py": 2_500, "src.txt": 3, "debug.log": 9, ".dockerignore": 5, ".git/HEAD": 7}
WORKSPACE = Workspace(FILES, {".dockerignore": "*.log\nsrc/b"}.get)
CONTEXT = Context(contents(WORKSPACE, "", ".dockerignore"), sure=True, origin="from `compose.yaml:3`")


def proposed(source: str) -> dict[str, str]:
    """What is proposed, and the last line of the document once it is taken."""
    text, offset = cursor(source)
    found = complete(Snapshot.of(text, context=CONTEXT), offset)
    kept = sorted((one for one in found if one.kind in ("file", "folder")), key=lambda one: one.sort_text)
    return {one.label: apply(text, [Edit(one.span, one.new_text)]).splitlines()[-1] for one in kept}


def test_paths_are_completed_part_by_part_and_those_left_out_come_last() -> None:
    assert list(proposed("FROM a\nCOPY <|>\n")) == ["src/", "src.txt", ".dockerignore", "debug.log"]
    assert proposed("FROM a\nCOPY ./sr<|>\n") == {"src/": "COPY ./src/", "src.txt": "COPY ./src.txt"}
    assert proposed("FROM a\nCOPY src/<|> /x/\n") == {"a.py": "COPY src/a.py /x/", "b/": "COPY src/b/ /x/"}


@pytest.mark.parametrize(
    "line", ["COPY src.txt s<|>", "COPY src.txt <|>", "COPY . .<|>", "COPY --from=x <|>", "WORKDIR s<|>", "RUN <|>"]
)
def test_paths_are_not_proposed_elsewhere(line: str) -> None:
    assert not {"src/", "src.txt", ".dockerignore", "debug.log"} & set(proposed(f"FROM a\n{line}\n"))


def test_without_a_context_nothing_is_said() -> None:
    text, offset = cursor("FROM a\nCOPY s<|>rc /x/\n")
    assert hover(Snapshot.of(text), offset) is None


def test_hover_says_what_a_source_brings_and_what_is_left_out() -> None:
    text, offset = cursor("FROM a\nCOPY s<|>rc/ /x/\n")
    found = hover(Snapshot.of(text, context=CONTEXT), offset)
    assert found is not None
    assert "1 file, 1.0 kB" in found.markdown
    assert "1 by line 2 of `.dockerignore`, `src/b`" in found.markdown
    assert "`.` (from `compose.yaml:3`)" in found.markdown


def test_what_defines_the_context_is_said_in_korean() -> None:
    text, offset = cursor("FROM a\nCOPY s<|>rc/ /x/\n")
    found, korean = hover(Snapshot.of(text, context=CONTEXT), offset), catalogue("ko")
    assert found is not None and korean is not None
    lines = said_by_line(found.markdown, lambda line: said(korean, line)).split("\n")
    assert "빌드 컨텍스트: `.` (`compose.yaml:3`에서 지정)" in lines
