"""Extracting and inlining ARGs: every value stays what it was, in the model and in real shells, in every file."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.semantics.expanded import expanded
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.syntax import expansion
from dockwright.syntax.expansion import ExpansionError
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import Script, Simple
from dockwright.text import Span, apply
from refactors.test_corpus import files
from rewriting import meaning

_VERSION = re.compile(r"\d+(?:\.\d+)+[\w.-]*|(?<=[:=])\d[\w.-]*")
_USE = re.compile(r"\$\{?[A-Za-z_]")
SHELLS = [name for name in ("dash", "bash", "busybox") if shutil.which(name)]


def test_every_value_stays_when_a_literal_becomes_an_arg_and_comes_back(tmp_path: Path) -> None:
    commands: list[tuple[str, str, str, str]] = []
    done: Counter[str] = Counter()
    for name, before in files():
        seen: set[object] = set()
        for span in _literals(before):
            for kind in ("refactor.extract.arg", "refactor.extract.arg.all"):
                answer = by_kind()[kind].apply(before.model, span)
                if not isinstance(answer, Rewrite) or answer.edits in seen:
                    continue
                seen.add(answer.edits)
                text = apply(before.text.string, answer.edits)
                after = Snapshot.of(text)
                where = f"{name} at {span}:\n{text}"
                assert values(after.model) == values(before.model), where
                new = re.search(r"ARG `(\w+)`", answer.title)
                (variable,) = new.groups() if new else [""]
                (default,) = {it for step in after.model.steps() if (it := _default(step, variable)) is not None}
                commands += [(variable, default, *pair) for pair in changed(before.model, after.model, where)]
                _comes_back(before, after, variable, where)
                done[kind] += 1
    assert min(done.values()) > 20, done
    run(commands, tmp_path)


def test_every_value_stays_when_an_arg_is_inlined(tmp_path: Path) -> None:
    commands: list[tuple[str, str, str, str]] = []
    done = 0
    for name, before in files():
        seen: set[object] = set()
        for match in [*_USE.finditer(before.text.string), *re.finditer(r"(?im)^ARG\s+\w", before.text.string)]:
            span = Span(match.end(), match.end())
            answer = by_kind()["refactor.inline.arg"].apply(before.model, span)
            if not isinstance(answer, Rewrite) or answer.edits in seen:
                continue
            seen.add(answer.edits)
            after = Snapshot.of(apply(before.text.string, answer.edits))
            where = f"{name} at {span}:\n{after.text.string}"
            assert values(after.model) == values(before.model), where
            variable = answer.title.split()[2].strip("`")
            known = {it for step in before.model.steps() if (it := _default(step, variable)) is not None}
            for pair in changed(before.model, after.model, where):
                if len(known) == 1:
                    commands.append((variable, next(iter(known)), *pair))
            done += 1
    assert done > 5, done
    run(commands, tmp_path)


BODIES = [
    'echo "a 1.2 b" && printf "<%s>" x1.2y', "cat <<EOF\n1.2\nEOF\necho 1.2", "x=1.2; echo $x", "echo 1.2>f; cat f",
    'for i in 1.2 2; do echo "$i"; done', "case 1.2 in 1.*) echo y;; esac", "echo $(echo 1.2) `echo 1.2`",
    "echo a{1.2,3}", "[ 1.2 = 1.2 ] && echo same", "export Y=1.2; echo $Y", "sh -c \"echo 1.2\"", "echo ~1.2 a~1.2",
    "echo \\1.2 '1.2' \"'1.2'\"", "if [ 1.2 ]; then echo 1.2; fi", "f() { echo $1; }; f 1.2", "echo ${x:-1.2} 1.2",
]  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("body", BODIES)
def test_a_whole_command_does_the_same(shell: str, body: str, tmp_path: Path) -> None:
    source = f"FROM a\nRUN <<E\n{body}\nE\n" if "\n" in body else f"FROM a\nRUN {body}\n"
    before = Snapshot.of(source)
    for match in re.finditer(r"1\.2", source):
        answer = by_kind()["refactor.extract.arg"].apply(before.model, Span(*match.span()))
        if not isinstance(answer, Rewrite):
            continue
        after = Snapshot.of(apply(source, answer.edits))
        texts = [
            found.text
            for model in (before.model, after.model)
            for found in [body_of(model.stages[0].steps[-1])]
            if found
        ]
        name = answer.title.split()[-1].strip("`")
        assert _output(shell, texts[0], {}, tmp_path) == _output(shell, texts[1], {name: "1.2"}, tmp_path), texts[1]


def _output(shell: str, body: str, variables: dict[str, str], folder: Path) -> tuple[int, bytes]:
    command = [shell, "sh", "-c", body] if shell == "busybox" else [shell, "-c", body]
    environment = {"PATH": "/usr/bin:/bin", **variables}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout


def _literals(snapshot: Snapshot) -> Iterator[Span]:
    for match in _VERSION.finditer(snapshot.text.string):
        yield Span(match.start(), match.start())
        yield Span(*match.span())
    for instruction in snapshot.tree.instructions:
        for token in instruction.arguments[:6]:
            yield token.span
            if "=" in token.value:
                at = snapshot.text.string.find("=", token.span.start) + 1
                yield Span(at, max(at, token.span.end))


def _default(step: Step, name: str) -> str | None:
    for token in step.instruction.arguments if step.instruction.name == "ARG" else ():
        key, equals, value = token.value.partition("=")
        if key == name and equals:
            return value.strip("\"'")
    return None


def _comes_back(before: Snapshot, after: Snapshot, name: str, where: str) -> None:
    at = re.search(rf"\b(?i:arg) {name}=", after.text.string)
    assert at, where
    back = by_kind()["refactor.inline.arg"].apply(after.model, Span(at.end() - 2, at.end() - 2))
    assert isinstance(back, Rewrite), f"{back}\n{where}"
    assert meaning(Snapshot.of(apply(after.text.string, back.edits))) == meaning(before), where


def values(model: Model) -> list[object]:
    """What the builder makes of every instruction but ARG; a variable that is not known stands for itself."""
    found: list[object] = []
    for stage in model.stages:
        found.append((stage.base.index if stage.base else stage.image, stage.name))
        for step in stage.steps:
            unit = step.instruction.unit
            state = model.globals.final if unit.name == "FROM" else step.before
            if unit.name != "ARG":
                found.append((unit.name, [flag.name for flag in unit.flags], *_words(unit, state)))
        state = stage.final
        found.append((dict(state.env), state.shell, state.user, state.workdir, state.stop_signal))
    return found


def _words(unit: Unit, state: State) -> Iterator[str | None]:
    for word in expanded(unit):
        names = {variable.name for variable in word.variables}
        known = {name: _known(state, name) for name in names}
        try:
            yield expansion.value(word.parts, {k: v for k, v in known.items() if v is not None}, unit.escape)
        except ExpansionError:
            yield None


def _known(state: State, name: str) -> str | None:
    is_set, value = state.lookup(name)
    if value is None:
        return f"<{name}>"
    return value if is_set else None


def changed(before: Model, after: Model, where: str) -> list[tuple[str, str]]:
    """The commands of RUNs that are written differently, in pairs; everything else about the RUNs is the same."""
    found: list[tuple[str, str]] = []
    runs = [[step for step in model.steps() if step.instruction.name == "RUN"] for model in (before, after)]
    assert len(runs[0]) == len(runs[1]), where
    for one, other in zip(*runs, strict=True):
        bodies = body_of(one), body_of(other)
        if bodies[0] and bodies[1] and bodies[0].text != bodies[1].text:
            pair = [_printed(body.script) for body in bodies if body]
            assert len(pair[0]) == len(pair[1]), where
            found += [(a, b) for a, b in zip(*pair, strict=True) if a != b]
    return found


def _printed(script: Script) -> list[str]:
    """Every command as one that prints its words; only those that run nothing else."""
    printed = []
    for node in script.nodes():
        words = list(node.words) if isinstance(node, Simple) else list(getattr(node, "words", ()))
        texts = [" ".join(["printf '<%s>' --", *(word.text for word in words)])]
        if isinstance(node, Simple):
            held = [item.value for item in node.assignments if item.value]
            held += [item.target for item in node.redirections if item.target]
            texts += [f"v={word.text}; printf '<%s>' \"$v\"" for word in held]
            words += held
        runs = any(word.substitutions or "`" in word.text or "$(" in word.text for word in words)
        printed += ["printf 0" if runs else text for text in texts]
    return printed


def run(commands: list[tuple[str, str, str, str]], folder: Path) -> None:
    """Both commands of every pair print the same, with the ARG in the environment.

    Patterns stay as they are, because files come and go on a machine that others use.
    """
    assert commands
    for shell in SHELLS:
        outputs = []
        for which in (2, 3):
            lines = []
            for item in commands:
                body = shlex.quote(f"set -f; export {item[0]}={shlex.quote(item[1])}; {item[which]}")
                lines.append(f"( eval {body} ) </dev/null 2>/dev/null; echo")
            script = folder / f"{which}.sh"
            script.write_text("\n".join(lines), encoding="utf-8")
            empty = folder / "empty"
            empty.mkdir(exist_ok=True)
            call = [shell, "sh", str(script)] if shell == "busybox" else [shell, str(script)]
            done = subprocess.run(call, cwd=empty, capture_output=True, check=False, env={"PATH": "/usr/bin:/bin"})
            outputs.append(done.stdout.split(b"\n"))
        assert len(outputs[0]) == len(commands) + 1, done.stderr[:500]
        for item, one, other in zip(commands, *outputs, strict=False):
            assert one == other, (shell, item)
