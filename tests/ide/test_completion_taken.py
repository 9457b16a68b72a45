"""What an author types right after a proposal was taken: it goes on from there, and nothing stray is left behind."""

from __future__ import annotations

import pytest

from dockwright.ide.completion.complete import complete
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, apply
from markers import cursor

TITLE = "org.opencontainers.image.title"


def labels(source: str) -> list[str]:
    text, offset = cursor(source)
    return [one.label for one in complete(Snapshot.of(text), offset)]


def taken(source: str, label: str) -> str:
    """The text with the cursor after a proposal that has no stops was taken."""
    text, offset = cursor(source)
    (one,) = (one for one in complete(Snapshot.of(text), offset) if one.label == label)
    assert not one.is_snippet
    end = one.span.start + len(one.new_text)
    after = apply(text, [Edit(one.span, one.new_text)])
    return f"{after[:end]}<|>{after[end:]}"


def problems(text: str) -> list[str]:
    return [finding.code for finding in Snapshot.of(text).findings if finding.severity == 1]


@pytest.mark.parametrize(
    ("source", "label", "typed"),
    [
        ("FROM a:1\nLABEL org<|>\n", TITLE, '="web app"'),
        (f"FROM a:1\nLABEL a=b \\\n  {TITLE[:9]}<|>\n", TITLE, '="web app"'),
        ("FROM a:1\nENV T<|>\n", "TZ", "=UTC"),
        ("FROM a:1\nENV T<|>\n", "TZ", '="UTC" LANG=C.UTF-8'),
        ("FROM a:1\nENV T<|>\n", "TZ", " UTC"),
        ("FROM a:1\nARG HTTP_<|>\n", "HTTP_PROXY", "=http://a"),
        ("FROM a:1\nLAB<|>\n", "LABEL", 'a="b"'),
        ("FROM a:1\nENV<|>", "ENV", None),
        ("FROM a:1\nEN<|>\n", "ENV", "A=1"),
        ("FROM a:1\nCM<|>\n", "CMD", '["node", "server.js"]'),
        ("FROM a:1\nENTRY<|>\n", "ENTRYPOINT", '["node", "server.js"]'),
        ("FROM a:1\nSHEL<|>\n", "SHELL", '["/bin/bash", "-c"]'),
        ("FROM a:1\nVOL<|>\n", "VOLUME", '["/data"]'),
        ("FROM a:1\nHEAL<|>\n", "HEALTHCHECK", 'CMD ["true"]'),
        ("FROM a:1\nHEALTHCHECK <|>\n", "--interval=30s --timeout=3s CMD ", "true"),
        ("FROM a:1\nCOP<|>\n", "COPY", "a b"),
        ("FRO<|>", "FROM", "node:22\nRUN x"),
    ],
)
def test_what_is_typed_next_is_right(source: str, label: str, typed: str | None) -> None:
    if typed is None:
        assert label not in labels(source), "it is whole"
        return
    text = taken(source, label).replace("<|>", typed)
    assert problems(text) == []
    before, _, after = source.partition("<|>")
    start = before.rpartition("\n")[2].rpartition(" ")[0]
    line = f"{start} {label}{typed}".lstrip() if start else f"{label} {typed}"
    assert text == before.rpartition("\n")[0] + "\n" * ("\n" in before) + ("  " * before.count("\\")) + line + after


@pytest.mark.parametrize("name", ["RUN", "run", "COPY", "CMD", "ENV"])
def test_a_whole_keyword_is_not_offered_again(name: str) -> None:
    assert labels(f"FROM a\n{name}<|>\n") == []


@pytest.mark.parametrize(
    ("array", "found"),
    [
        ('["/bin/bash", <|>', ["-o", "-c", "-eo"]),
        ('["/bin/bash", <|>]', ["-o", "-c", "-eo"]),
        ('["/bin/bash",<|>]', ["-o", "-c", "-eo"]),
        ('["/bin/bash", "<|>"]', ["-o", "-c", "-eo"]),
        ('["bash", "-o", <|>]', ["pipefail"]),
        ('["/bin/bash", "-o", "pipefail", <|>]', ["-c"]),
        ('["/bin/ash", "-eo", "pipe<|>"]', ["pipefail"]),
        ('["/bin/sh", <|>]', ["-c", "-e"]),
        ('["C:\\\\pwsh.exe", <|>]', ["-Command", "-NoProfile"]),
        ('["cmd", "/S", <|>]', ["/C"]),
        ('["/bin/bash", "-c", <|>]', []),
        ('["/bin/bash", "-c"<|>]', []),
        ('["/bin/bash", "-c"]<|>', []),
        ('["/opt/own", <|>]', []),
        ('["/bin/bash" <|>', []),
        ("[bash, <|>]", []),
    ],
)
def test_within_an_array_shell_offers_what_its_items_go_on_with(array: str, found: list[str]) -> None:
    assert labels(f"FROM a\nSHELL {array}\n") == found
