"""Names of variables: BuildKit's scopes, the definition that reaches a use, and renames."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols import navigation
from dockwright.ide.symbols.rename import Refusal, rename
from dockwright.text import apply
from markers import cursor


def shown(source: str) -> str:
    """The file with `[...]` around every mention of the name at the cursor, `{...}` where it is defined."""
    text, offset = cursor(source)
    snapshot = Snapshot.of(text)
    out, done = "", 0
    for mention in navigation.highlights(snapshot, offset):
        opening, closing = "{}" if mention.role == "write" else "[]"
        out += text[done : mention.span.start] + opening + snapshot.text.slice(mention.span) + closing
        done = mention.span.end
    return out + text[done:]


def defined(source: str) -> list[int]:
    """The lines, from 1, in which the name at the cursor is defined."""
    text, offset = cursor(source)
    snapshot = Snapshot.of(text)
    return [snapshot.text.line_of(span.start) + 1 for span in navigation.definitions(snapshot, offset)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "ARG V=1\nFROM a:$<|>V\nARG V\nRUN echo ${V:-x} $VV\nFROM b\nLABEL v=$V\n",
            "ARG {V}=1\nFROM a:$[V]\nARG {V}\nRUN echo ${[V]:-x} $VV\nFROM b\nLABEL v=$V\n",
        ),
        (
            "FROM a AS x\nENV V<|>=1\nFROM x\nWORKDIR /$V\nCMD echo $V\nFROM b\nENV V=2\nRUN $V\n",
            "FROM a AS x\nENV {V}=1\nFROM x\nWORKDIR /$[V]\nCMD echo $[V]\nFROM b\nENV V=2\nRUN $V\n",
        ),
        (
            "FROM a\nENV V=1 W=${V<|>:-$V}\nENV V=$V\n",
            "FROM a\nENV V=1 W=${[V]:-$[V]}\nENV V=$V\n",
        ),
        (
            "FROM a\nENV V=1\nRUN for V in a b; do echo $V; done\nRUN echo '$V' \"$<|>V\" \\\n && a $V\n",
            "FROM a\nENV {V}=1\nRUN for V in a b; do echo $V; done\nRUN echo '$V' \"$[V]\" \\\n && a $[V]\n",
        ),
        (
            "FROM a\nARG V<|>\nCOPY <<E <<'F' /\n$V\nE\n$V\nF\nRUN <<E\necho $V\nE\n",
            "FROM a\nARG {V}\nCOPY <<E <<'F' /\n$[V]\nE\n$V\nF\nRUN <<E\necho $[V]\nE\n",
        ),
        (
            "FROM a\nRUN x=1 && echo <|>$x ${x} '$x' && for x in b; do :; done\nRUN echo $x\n",
            "FROM a\nRUN {x}=1 && echo $[x] ${[x]} '$x' && for {x} in b; do :; done\nRUN echo $x\n",
        ),
        (
            "FROM a\nARG V<|>=1\nONBUILD RUN echo $V\nENTRYPOINT echo $V\n",
            "FROM a\nARG {V}=1\nONBUILD RUN echo $V\nENTRYPOINT echo $V\n",
        ),
        (
            "FROM a\nENV V<|>=1\nONBUILD RUN echo $V\nHEALTHCHECK CMD echo $V\nRUN --mount=target=/$V a\n",
            "FROM a\nENV {V}=1\nONBUILD RUN echo $[V]\nHEALTHCHECK CMD echo $[V]\nRUN --mount=target=/$[V] a\n",
        ),
    ],
)
def test_mentions(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_the_definition_is_the_one_that_reaches_the_use() -> None:
    file = "ARG V=1\nFROM a AS x\nARG V\nENV V=2\nRUN echo $V\nENV V=3\nFROM x\nRUN $V\n"
    assert defined(file.replace("echo $V", "echo $<|>V")) == [4]
    assert defined(file.replace("RUN $V", "RUN $<|>V")) == [6]
    assert defined(file.replace("ARG V\n", "ARG V<|>\n")) == [1]
    assert defined("FROM a\nRUN echo $HO<|>ME\n") == []
    assert defined("FROM a\nRUN x=1; \\\n x=2; \\\n echo $<|>{x}; \\\n x=3\n") == [3]


def test_a_rename_reaches_into_heredocs() -> None:
    source = "FROM a\nARG V<|>\nRUN <<E\necho $V\nE\nCOPY <<E /x\n$V\nE\n"
    assert renamed(source) == "FROM a\nARG NEW\nRUN <<E\necho $NEW\nE\nCOPY <<E /x\n$NEW\nE\n"


def renamed(source: str, name: str = "NEW") -> str:
    """The file after a rename at the cursor, or the reason against it."""
    text, offset = cursor(source)
    found = rename(Snapshot.of(text), offset, name)
    return f"refused: {found.reason}" if isinstance(found, Refusal) else apply(text, found)


def test_a_rename_changes_all_that_mean_the_same() -> None:
    source = "ARG V=1\nFROM a:$V\nARG V\nENV V=${<|>V:-2} W=1\nRUN echo $V '$W' \\\n  ${V}\nCMD echo $V\n"
    assert (
        renamed(source)
        == "ARG NEW=1\nFROM a:$NEW\nARG NEW\nENV NEW=${NEW:-2} W=1\nRUN echo $NEW '$W' \\\n  ${NEW}\nCMD echo $NEW\n"
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("FROM a\nENV PATH<|>=/x:$PATH\n", "Programs read `PATH`"),
        ("FROM a\nARG TARGETARCH<|>\n", "`TARGETARCH` is predefined"),
        ("FROM a\nENV V<|>=1\nRUN V=2 make\n", "In line 3 the shell sets `V`"),
        ("FROM a\nENV V<|>=1\nRUN sh -c 'echo $V'\n", "Line 3 mentions `V`"),
        ('FROM a\nENV V<|>=1\nRUN ["sh", "-c", "$V"]\n', "Line 3 mentions `V`"),
        ("FROM a\nENV V<|>=1\nRUN <<E python3\nos.environ['V']\nE\n", "mentions `V`"),
        ("FROM a\nENV V<|>=1\nCOPY <<'E' /x.sh\necho $V\nE\n", "Line 4 mentions `V`"),
        ('FROM a\nSHELL ["powershell"]\nENV V<|>=1\nRUN echo $env:V\n', "Line 4 mentions `V`"),
        ('FROM a\nENV "V"=1\nRUN $V<|>\n', "Line 2 has quotes or line breaks inside `V`"),
        ("FROM a\nRUN echo $<|>V\n", "Nothing in this file sets `V`"),
        ("FROM a\nENV V<|>=1 NEW=2\n", "already has a variable"),
        ("FROM a\nENV V<|>=1\nRUN NEW=2 make\n", "already"),
        ('FROM a\nENV V<|>=1\nCMD ["sh", "-c", "$NEW"]\n', "already mentions"),
        ("FROM a\nRU<|>N x\n", "Only stages"),
    ],
)
def test_a_rename_that_could_change_the_build_is_refused(source: str, reason: str) -> None:
    answer = renamed(source)
    assert answer.startswith("refused: ") and reason in answer


@pytest.mark.parametrize("name", ["GOSU_VERSION", "NODE_VERSION", "APP_HOME", "NODEJS", "CITY"])
def test_names_that_only_look_like_those_of_programs_are_free(name: str) -> None:
    assert renamed(f"FROM a\nARG {name}<|>=1\n") == "FROM a\nARG NEW=1\n"


@pytest.mark.parametrize("name", ["GOPATH", "NODE_ENV", "JAVA_HOME", "POETRY_VERSION", "CI", "LC_ALL"])
def test_names_that_programs_read_are_not(name: str) -> None:
    assert f"Programs read `{name}`" in renamed(f"FROM a\nENV {name}<|>=1\n")


@pytest.mark.parametrize("name", ["1A", "A-B", "", "TARGETOS", "HOME"])
def test_a_bad_new_name_is_refused(name: str) -> None:
    assert renamed("FROM a\nENV V<|>=1\n", name).startswith("refused: ")


def test_heredocs_are_renamed_at_both_ends() -> None:
    assert renamed("FROM a\nRUN <<-'E<|>' sh\n\tE2\n\tE\n", "END") == "FROM a\nRUN <<-'END' sh\n\tE2\n\tEND\n"
    assert "build something else" in renamed("FROM a\nRUN <<E<|> sh\nEND\nE\n", "END")
    assert "Invalid heredoc name" in renamed("FROM a\nRUN <<E<|> sh\nE\n", "a b")


@pytest.mark.parametrize(
    "rest",
    [
        'LABEL x="old"',
        "LABEL x='$old'",
        "LABEL x='$old' \\\n  y=2",
        "LABEL old=1",
        'CMD ["old"]',
        'ENTRYPOINT ["old", "x"]',
        'COPY ["old", "/srv/$old"]',
        "ONBUILD LABEL x='$old'",
    ],
)
def test_text_that_is_sure_to_mean_no_variable_is_no_obstacle(rest: str) -> None:
    text = f"FROM a\nARG old=1\n{rest}\n"
    edits = rename(Snapshot.of(text), text.index("old"), "NEW")
    assert not isinstance(edits, Refusal), edits.reason
    assert apply(text, edits) == text.replace("old", "NEW", 1).replace("/$old", "/$NEW")


@pytest.mark.parametrize(
    "rest", ["RUN x '$old'", 'CMD ["printenv", "old"]', 'CMD ["sh", "-c", "echo $old"]', 'HEALTHCHECK CMD ["old"]']
)
def test_text_that_may_mean_a_variable_is_one(rest: str) -> None:
    text = f"FROM a\nARG old=1\n{rest}\n"
    assert isinstance(rename(Snapshot.of(text), text.index("old"), "NEW"), Refusal)
