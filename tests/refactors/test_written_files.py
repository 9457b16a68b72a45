"""What a COPY with a heredoc holds is what real shells write, wherever the one is offered for the other."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.semantics.model import analyse
from dockwright.syntax import expansion
from dockwright.syntax.tree import parse
from dockwright.syntax.words import read
from dockwright.text import Span, apply

SHELLS = [command for name in ("dash", "bash", "busybox") if (command := shutil.which(name))]
ENVIRONMENT = {"A": "one", "B": "two words", "C": "a*b", "EMPTY": ""}

WORDS = [
    "plain", "'single $A'", '"double"', '"$A"', '"${A}b"', "$A", '"x  y"', r"\$A", r'"\$A"', r"'a\b'", '"a\\b"', "a\\b",
    '"`date`"', '"$(date)"', "'it'\"'\"'s'", '"say \\"hi\\""', '"$B"', '"$C"', "$B", "-n", "-e", "--", "''", '"$EMPTY"',
    "*", "~", "{a,b}", "a#b", "'# no comment'", '"$"', '"100%"', "EOF", "[x]", "a=b", '"\\\\"', "$'x'", '"$UNSET"', "é",
]  # fmt: skip
FORMATS = [
    r"'a\n'", r"'%s\n'", r'"%s: %s\n"', r"'%%\n'", r"'a\tb\n'", r"'\\\n'", r"'%d\n'", r"'\x41\n'", r"'\101\n'",
    "'no end'", r'"a\n"', r"'EOF\nEOF1\n'", r"'$A\n'", r'"$A\n"', r"a\\n", r"'\"\n'", r"'-a\n'", r"'%s'",
]  # fmt: skip
DOCUMENTS = [
    "cat > f <<X\na $A b\nX", "cat <<'X' > f\na $A\\b\nX", "cat > f <<X\n\\$A \\\\ \\x `x`\nX",
    "cat > f <<X\n\\$A \\\\ \\x\nX",
    "cat > f <<-X\n\t\ta\n\t  b\n\tX", "cat > f <<X\nX", "cat > f <<X\na\\\nb\nX", "cat > f <<X\n'$A' \"${B}\"\nX",
    "cat > f <<X\n$1 $$\nX", "cat > f <<X\nEOF\n$A\nX", "cat - > f <<X\na\nX", "cat > f <<X\n${A:-b}\nX",
]  # fmt: skip


def _bodies() -> list[str]:
    pairs = [*itertools.product(WORDS, WORDS)]
    found = [f"echo {first} {second} > f" for first, second in pairs[::3]]
    found += [f"echo {first} > f && echo {second} >> f" for first, second in pairs[::7]]
    found += [f"{{ echo {first}; printf '%s\\n' {second}; }} > f" for first, second in pairs[::5]]
    found += [f"printf {layout} {word} > f" for layout in FORMATS for word in ["", *WORDS]]
    found += [f"printf {layout} {first} {second} > f" for layout in FORMATS for first, second in pairs[::11]]
    return [*found, "echo > f", "printf '%s\\n' > f"]


@pytest.mark.skipif(os.name == "nt", reason="the shells of Dockerfiles are those of Linux")
def test_the_file_is_what_shells_write(tmp_path: Path) -> None:
    expected: dict[str, str] = {}
    for body in _bodies():
        if (content := _offered(f"RUN {body}\n")) is not None:
            expected[body] = content
    for document in DOCUMENTS:
        if (content := _offered(f"RUN <<Y\n{document}\nY\n")) is not None:
            expected[document] = content
    assert len(expected) > 400
    for shell in SHELLS:
        assert _run(shell, list(expected), tmp_path) == expected


def _offered(run: str) -> str | None:
    """The content of the file `f` that the refactoring makes."""
    declared = "".join(f'ENV {name}="{value}"\n' for name, value in ENVIRONMENT.items())
    source = f"FROM debian:12\nWORKDIR /w\n{declared}{run}"
    at = source.index("RUN ")
    answer = by_kind()["refactor.rewrite.run.toHeredocCopy"].apply(analyse(parse(source)), Span(at, at))
    if not isinstance(answer, Rewrite):
        return None
    tree = parse(apply(source, answer.edits))
    (copy,) = tree.all("COPY")
    if list(tree.all("RUN")):
        return None
    (heredoc,) = copy.heredocs
    return expansion.value(read(heredoc.content, "\\", False), ENVIRONMENT) if heredoc.expand else heredoc.content


def _run(shell: str, bodies: list[str], folder: Path) -> dict[str, str]:
    """What the file `f` holds after each body, in one process; a body that fails has none."""
    place = folder / Path(shell).name
    place.mkdir()
    for number, body in enumerate(bodies):
        (place / f"{number}.sh").write_text(body, encoding="utf-8")
    arguments = [shell, "sh"] if shell.endswith("busybox") else [shell]
    loop = (
        f'for i in $(seq 0 {len(bodies) - 1}); do mkdir w$i; (cd w$i; {" ".join(arguments)} -c "$(cat ../$i.sh)"); done'
    )
    environment = {"PATH": os.environ["PATH"], **ENVIRONMENT}
    subprocess.run([*arguments, "-c", loop], cwd=place, env=environment, check=True, capture_output=True)
    found = {}
    for number, body in enumerate(bodies):
        made = place / f"w{number}" / "f"
        found[body] = made.read_bytes().decode() if made.is_file() else "(no file)"
    return found
