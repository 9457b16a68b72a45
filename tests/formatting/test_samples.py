"""What the formatter changes, and what it leaves, in small files."""

# ruff: noqa: E501
from __future__ import annotations

from itertools import product

import pytest

from dockwright.config import FormatSettings
from dockwright.ide.format.format import formatting, laid_out, within
from dockwright.ide.format.style import Style
from dockwright.syntax.tree import parse
from dockwright.text import Span, apply

KEPT = FormatSettings(keyword_case="keep")


def formatted(source: str, style: Style | None = None, settings: FormatSettings | None = None) -> str:
    edits = laid_out(parse(source), settings or FormatSettings(), style or Style())
    result = apply(source, edits)
    assert edits == formatting(parse(source), settings, style)
    assert laid_out(parse(result), settings or FormatSettings(), style or Style()) == ()
    return result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FROM  a\nrun   x  y\nCMD z\n", "FROM a\nRUN x  y\nCMD z\n"),
        ("from  a\nRUN   x  y\ncmd z\n", "from a\nrun x  y\ncmd z\n"),
        ("FROM a as b\nHEALTHCHECK cmd x as y\n", "FROM a AS b\nHEALTHCHECK CMD x as y\n"),
        ("FROM a\n\n\n\n\nRUN x \\  \n    y \n\n\n", "FROM a\n\n\nRUN x \\\n    y\n"),
        ("FROM a\r\n\r\n\r\n\r\nCMD b", "FROM a\r\n\r\n\r\nCMD b\r\n"),
        ("FROM a\nCMD x\n  onbuild   copy  --link  --chmod=1 a b\n", "FROM a\nCMD x\nONBUILD COPY --link --chmod=1 a b\n"),
        ("FROM a\nRUN <<E  \n  x  \n\n\n\nE\n", "FROM a\nRUN <<E  \n  x  \n\n\n\nE\n"),
        ("FROM a\nADD <<E b\n  x  \nE\nONBUILD RUN <<E\n\ty \nE\n", None),
        ("FROM a\nCMD x\n# fmt: off\nrun  x\n# fmt: on\nrun  x\n", "FROM a\nCMD x\n# fmt: off\nrun  x\n# fmt: on\nRUN x\n"),
        ('CMD ["a","b" ,"c"]\n', 'CMD ["a", "b", "c"]\n'),
        ('CMD [ "a","b" ]\nCMD [ "a"]\nCMD ["a",\\\n "b"]\n', 'CMD [ "a", "b" ]\nCMD ["a"]\nCMD ["a",\\\n "b"]\n'),
        ("COPY --from=a    /b /c\nCOPY --from=abcd /b /c\n", None),
        ("FROM a:1     AS b\nFROM abc:123 AS c\nCOPY --link  a    /x\nCOPY --chown  a:b  /y\n", "FROM a:1     AS b\nFROM abc:123 AS c\nCOPY --link a /x\nCOPY --chown a:b /y\n"),
        ("FROM x   AS   b\nENV A=1    B=2\nENV C    d   e\nARG  A=1\t B\nEXPOSE 80   81\nVOLUME /a  /b\n", "FROM x AS b\nENV A=1 B=2\nENV C d   e\nARG A=1 B\nEXPOSE 80 81\nVOLUME /a /b\n"),
        ("COPY  --link   a   <<E  /x\nE\nLABEL a='1   2'   b=\\   c=3\nRUN --network=none   a   b\nWORKDIR /a   b\n", "COPY --link a <<E /x\nE\nLABEL a='1   2' b=\\  c=3\nRUN --network=none a   b\nWORKDIR /a   b\n"),
        ("HEALTHCHECK   --timeout=1s   CMD   a   b\nONBUILD   ADD  a   b\n", "HEALTHCHECK --timeout=1s CMD a   b\nONBUILD ADD a b\n"),
        ("ENV A=1  B=2\nENV A=1 B=2 \\\n  C='3  4' \\\n  D=5\n", "ENV A=1 B=2\nENV A=1 \\\n  B=2 \\\n  C='3  4' \\\n  D=5\n"),
        ("RUN --mount=type=a --mount=type=b \\\n  --mount=type=c x\n", "RUN --mount=type=a \\\n  --mount=type=b \\\n  --mount=type=c x\n"),
    ],
)  # fmt: skip
def test_words_and_lines(before: str, after: str | None) -> None:
    assert formatted(before) == (before if after is None else after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN a && \\\nb \\\n# c\nd\n", "RUN a && \\\n    b \\\n    # c\n    d\n"),
        ("RUN a && \\\n  b \\\n      c \\\n# d\n   # e\n   f\n", "RUN a && \\\n    b \\\n        c \\\n# d\n     # e\n     f\n"),
        ("RUN a && \\\n\tb \\\n\t\tc\n", "RUN a && \\\n    b \\\n        c\n"),
        ("RUN a \\\n && b \\\n && c\n", "RUN a \\\n    && b \\\n    && c\n"),
        ("LABEL a=b \\\n      c=d\n", None),
        ("LABEL  a=b \\\n       c=d\n", "LABEL a=b \\\n      c=d\n"),
        ("RUN apt-get install \\\n            a \\\n            b\n", None),
        ("RUN echo 'a \\\n  b' \\\n  c \"$(d \\\n  e)\" \\\n  f\n", "RUN echo 'a \\\n  b' \\\n    c \"$(d \\\n  e)\" \\\n    f\n"),
        ("RUN echo a\\\nb\\\n  c\n", "RUN echo a\\\nb\\\n    c\n"),
        ("RUN echo a\\ \\\nb\n", "RUN echo a\\ \\\nb\n"),
        ("ENV A='x \\\n  y' \\\n  B=2\n", "ENV A='x \\\n  y' \\\n    B=2\n"),
        ("ENV A b \\\n  c\n", None),
        ("USER a\\\n  b\n", None),
        ("COPY a \\\n  b \\\n\n  /c\n", "COPY a \\\n    b \\\n\n    /c\n"),
        ("RUN a \\\n  $'it\\'s \\\n  b'\n", "RUN a \\\n    $'it\\'s \\\n  b'\n"),
        ("RUN a # it's \\\n  b\n", "RUN a # it's \\\n    b\n"),
        ("# escape=`\nRUN a `\n  \"b`\"c `\n  d\" `\n  e\n", "# escape=`\nRUN a `\n    \"b`\"c `\n  d\" `\n  e\n"),
        ('SHELL ["cmd", "/c"]\nRUN dir "C:\\" \\\n  "a \\\n  b"\n', 'SHELL ["cmd", "/c"]\nRUN dir "C:\\" \\\n  "a \\\n  b"\n'),
    ],
)  # fmt: skip
def test_continued_lines(before: str, after: str | None) -> None:
    assert formatted("FROM a\n" + before if before[0] != "#" else before, Style("    "), KEPT) == (
        ("FROM a\n" if before[0] != "#" else "") + (before if after is None else after)
    )


def test_without_options_an_indentation_is_kept_and_a_missing_one_is_that_of_the_file() -> None:
    before = "FROM a\nRUN b \\\n  && c\nRUN d \\\n        e\nRUN f \\\n  g\nRUN h && \\\ni\n"
    assert formatted(before) == before.replace("\ni", "\n  i")


def test_tabs() -> None:
    before = "FROM a\nRUN a \\\n    b \\\n        c \\\n          d\n"
    assert formatted(before, Style("\t")) == "FROM a\nRUN a \\\n\tb \\\n\t\tc \\\n\t\t  d\n"


def test_indentations_that_mix_blanks_and_tabs_are_one_step_each() -> None:
    before = "FROM a\nRUN apk add \\\n    curl \\\n \tzlib \\\n \tgit \\\n    tar\n"
    after = "FROM a\nRUN apk add \\\n  curl \\\n  zlib \\\n  git \\\n  tar\n"
    assert formatted(before, settings=FormatSettings(indent=2)) == after


@pytest.mark.parametrize("indent", ["", "  ", "    ", "\t"])
def test_once_laid_out_it_stays_so_whatever_the_indentation_was(indent: str) -> None:
    for texts in product(["", "  ", "    ", " \t", "\t", "\t  ", "  \t  "], repeat=3):
        # `formatted` looks whether it is stable.
        formatted("FROM a\nRUN b \\\n" + " \\\n".join(f"{text}{word}" for text, word in zip(texts, "cde", strict=True)) + "\n",
                  Style(indent))  # fmt: skip


def test_the_setting_goes_before_the_editor() -> None:
    assert formatted("RUN a \\\n b\n", Style("\t"), FormatSettings(indent=2)) == "RUN a \\\n  b\n"


def test_stages_that_are_indented_stay_so() -> None:
    before = "FROM a\n  RUN  b \\\n    c\n  # d\n  COPY x y\n"
    assert formatted(before) == before.replace("RUN  b", "RUN b")


def test_a_comment_does_not_move_up_to_be_a_directive() -> None:
    assert formatted("\n\n# escape=`\nFROM a\n", settings=FormatSettings(blank_lines=0)) == "\n# escape=`\nFROM a\n"


def test_what_is_broken_stays_and_the_rest_is_laid_out() -> None:
    assert formatted("FROM  a\nENV  A\nRUN  b\n") == "FROM a\nENV  A\nRUN b\n"
    assert formatted("FROM  a\nRUN <<E\nFROM  b\nRUN  c\n") == "FROM a\nRUN <<E\nFROM  b\nRUN  c\n"


def test_only_what_touches_the_lines_of_the_ranges() -> None:
    tree = parse("FROM  a\nRUN  b\nRUN  c\n")

    def ranged(*spans: Span) -> str:
        return apply(tree.text.string, within(formatting(tree), spans, tree.text))

    assert ranged(Span(8, 10)) == "FROM  a\nRUN b\nRUN  c\n"
    assert ranged(Span(0, 4), Span(16, 16)) == "FROM a\nRUN  b\nRUN c\n"
    assert ranged(Span(0, 8)) == "FROM a\nRUN  b\nRUN  c\n"
