"""An inlined value does in real shells what the variable did, wherever in a command it stands and whatever it holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Span, apply

EVERYTHING = "DOCKWRIGHT_CORPUS_EVERY" in os.environ
"""Whether all values are tried in all places, or one in three."""

BODIES = [
    "printf '<%s>' $V", "printf '<%s>' \"$V\"", "printf '<%s>' a${V}b", "printf '<%s>' \"a$V b\" $V",
    "x=$V; printf '<%s>' \"$x\"", "x=a${V}b; printf '<%s>' \"$x\"", "echo o >$V; ls", "echo o>f$V; ls",
    "echo $V>f; cat f", "echo $V<f", "echo a$V 2>&1", "case $V in 1*) echo one;; a*) echo a;; *) echo other;; esac",
    "case 1.2 in $V) echo y;; *) echo n;; esac", "for i in $V c; do printf '<%s>' \"$i\"; done",
    "for i in x$V; do echo $i; done", "echo $((V + 1))", "echo $(($V + 1))", "echo ~$V", "echo x:~$V",
    "printf '<%s>' {a,$V}", "printf '<%s>' {1..$V}", "echo '$V' \"'$V'\" \\$V", "$V echo hi", "$V",
    "export Y=$V; printf '<%s>' \"$Y\"", "readonly Y=$V; printf '<%s>' \"$Y\"", "[ \"$V\" = 1.2 ] && echo same",
    "[ $V = 1.2 ]; echo $?", "[[ $V == 1* ]] && echo y", "cat <<EOF\n$V\nEOF", "echo $(echo $V)",
    "echo \"$(echo \"$V\")\" `echo $V`", "f() { echo $1; }; f $V d", "echo ${V}x$V", "echo ${#V}", "echo ${V:-d}",
    "if true; then echo $V; fi", "echo $V | cat", "true && echo $V || echo no", "IFS=.; printf '<%s>' $V",
    "set -- $V; echo $#", "echo \"$V\"*", "eval echo $V", "sh -c \"echo $V\"", "sh -c 'echo $V'", "echo a; $V",
    "! $V", "echo $V#x", "echo -$V", "echo 2$V>f; cat f", "x=1 $V", "test -n $V; echo $?",
]  # fmt: skip
VALUES = [
    "1.2", "a b", "", "2", "if", "export", "-n", "~", "a=b", "*", "{a,b}", "x,y", " lead", "/tmp", "!", "#c", "a;b",
    "true", "echo e", "a  b", "=", "-", "time", "a'b", "x$(echo y)", "FOO=1 ls",
]  # fmt: skip


@pytest.mark.parametrize("shell", [name for name in ("dash", "bash", "busybox") if shutil.which(name)])
def test_what_is_inlined_behaves_the_same(shell: str, tmp_path: Path) -> None:
    answers: Counter[bool] = Counter()
    wrong: list[str] = []
    for body in BODIES:
        for value in VALUES if EVERYTHING else VALUES[len(body) % 3 :: 3]:
            run = f"RUN <<DONE\n{body}\nDONE\n" if "\n" in body else f"RUN {body}\n"
            source = f'FROM debian\nARG V="{value}"\n{run}'
            before = Snapshot.of(source)
            answer = by_kind()["refactor.inline.arg"].apply(before.model, Span(16, 16))
            answers[isinstance(answer, Rewrite)] += 1
            if isinstance(answer, Rewrite):
                after = Snapshot.of(apply(source, answer.plain))
                texts = [text.text for it in (before, after) if (text := body_of(it.model.stages[0].all("RUN")[0]))]
                one, other = (_run(shell, text, value, tmp_path / str(number)) for number, text in enumerate(texts))
                if one != other:
                    wrong.append(f"{texts[0]!r} became {texts[1]!r}: {one} {other}")
    assert not wrong, "\n".join(wrong)
    assert answers[True] > 100 and answers[False] > 100, answers


def _run(shell: str, body: str, value: str, folder: Path) -> tuple[int, bytes, list[str]]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "f").write_text("held", encoding="utf-8")
    command = [shell, "sh", "-c", body] if shell == "busybox" else [shell, "-c", body]
    environment = {"PATH": "/usr/bin:/bin", "V": value}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout, sorted(path.name for path in folder.iterdir())
