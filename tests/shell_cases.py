"""Shell texts made up by a grammar and a seed, and what running them in real shells does."""

from __future__ import annotations

import contextlib
import os
import random
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SHELLS = {
    name: command
    for name, command in {
        "dash": ("dash",),
        "bash": ("bash",),
        "bash as sh": ("bash", "--posix"),
        "busybox ash": ("busybox", "ash"),
    }.items()
    if shutil.which(command[0])
}

_PATIENCE = 600
"""Seconds after which a driver is given up, besides one for each job: far more than they take on a busy machine."""
DEEP = "1/2/3/4/5/6/7/8/w"
"""Where a job runs in its folder, as WORKDIR says: far enough down for `cd ..`."""


_PUTNEW = '#!/bin/sh\nmkdir -p "${FIRST?}"\nprintf "#!/bin/sh\\necho new\\n" > "$FIRST/$1"\nchmod 755 "$FIRST/$1"\n'
"""Puts a new program of a name where it is found first, which no RUN but the job's own sees."""


class Job(NamedTuple):
    """Texts to run one after the other as long as they succeed, each in a new shell."""

    options: tuple[str, ...]
    texts: tuple[str, ...]
    fail: int = 0
    """Which step fails."""


class Outcome(NamedTuple):
    """What is left of it: the last status, what was printed, and the files with their modes and contents."""

    status: int
    output: str
    files: tuple[tuple[str, int, str], ...]


def run(shell: str, jobs: Sequence[Job], folder: Path) -> list[Outcome]:
    """Run jobs, each in a folder of its own, by one driver."""
    tools = folder / "tools"
    tools.mkdir(parents=True, exist_ok=True)
    step = tools / "step"
    step.write_text('#!/bin/sh\necho "step $1"\n[ "$1" != "$FAIL" ] || exit 7\n')
    step.chmod(0o755)
    for name, inside in (("put", "#!/bin/sh\necho old\n"), ("putnew", _PUTNEW)):
        (tools / name).write_text(inside)
        (tools / name).chmod(0o755)
    lines = [f"PATH={shlex.quote(str(tools))}:$PATH", "umask 022", "ulimit -t 60", "export FAIL FIRST; WAY=$PATH"]
    for number, job in enumerate(jobs):
        place = shlex.quote(str(folder / str(number)))
        # As BuildKit does, the folder is made anew for each where it is not there.
        enter = f"mkdir -p {place}/{DEEP} && cd {place}/{DEEP} && unset OLDPWD &&"
        runs = " && ".join(f"( {enter} {shlex.join([*SHELLS[shell], *job.options, text])} )" for text in job.texts)
        lines.append(f"mkdir -p {place}/{DEEP} && cd {place}/{DEEP} && echo 'y=2; false; echo sourced' > env.sh")
        lines.append(f"unset OLDPWD; FAIL={job.fail}; FIRST={place}/first; PATH={place}/first:$WAY")
        lines.append(f"{{ {runs}; }} < /dev/null > {place}.out 2> /dev/null; echo $? > {place}.status")
    driver = folder / "driver"
    driver.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _drive(driver, len(jobs))
    found = [_outcome(folder / str(number)) for number in range(len(jobs))]
    for number in range(len(jobs)):
        shutil.rmtree(folder / str(number))
    return found


def _drive(driver: Path, jobs: int) -> None:
    """Run it as the head of a process group; whatever does not come to an end is stopped, with all it began."""
    process = subprocess.Popen(["/bin/sh", str(driver)], start_new_session=True)
    try:
        process.wait(_PATIENCE + jobs)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"a text does not come to an end: {driver}") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _outcome(place: Path) -> Outcome:
    output, status = Path(f"{place}.out"), Path(f"{place}.status")
    seen = Outcome(int(status.read_text()), output.read_text(errors="replace"), tuple(sorted(_files(place / DEEP))))
    output.unlink()
    status.unlink()
    return seen


def _files(place: Path) -> Iterator[tuple[str, int, str]]:
    for folder, folders, files in os.walk(place):
        for name in folders:
            path = Path(folder, name)
            yield str(path.relative_to(place)), path.stat().st_mode, ""
        for name in files:
            path = Path(folder, name)
            if path.is_symlink():
                yield str(path.relative_to(place)), 0, str(path.readlink())
                continue
            mode = path.stat().st_mode
            path.chmod(0o600)
            yield str(path.relative_to(place)), mode, path.read_text(errors="replace")


class Maker:
    """Makes up shell texts; the same seed makes the same ones."""

    def __init__(self, seed: int, *, bash: bool = False, chains: bool = False) -> None:
        self.chance = random.Random(seed)
        self.bash = bash
        self.chains = chains
        """Whether most texts are lists with `&&`, and few commands do anything to the shell."""
        self.steps = 0

    def body(self, *, lines: bool = False) -> str:
        """The text of a RUN; with `lines`, of a heredoc."""
        count = self.chance.choice((1, 1, 2, 2, 3, 4))
        prelude = self._one("", "", "", "set -e", "set -ex", "set -eu", "set -o errexit", "set -x", "set -e -u")
        joint = self._one("&&", "&&", ";")
        style = "&&" if self.chains and self.chance.random() < 0.7 else self._one("&&", "&&", ";", "mixed")
        text = f"{prelude} {joint} " if prelude and not lines else f"{prelude}\n" if prelude else ""
        for index in range(count):
            text += self.command(2)
            if index + 1 < count:
                text += self._between(style, lines)
            elif not lines:
                text += self._one("", "", "", ";")
        return text

    def command(self, depth: int) -> str:
        """One command, at most so deeply nested."""
        if depth == 0 or self.chance.random() < 0.6:
            return self._simple()
        inner = depth - 1
        kind = self.chance.randrange(14)
        if kind == 0:
            return f"( {self._list(inner)} )"
        if kind == 1:
            return f"{{ {self._list(inner)}; }}"
        if kind == 2:
            return f"if {self._list(inner)}; then {self._list(inner)}; fi"
        if kind == 3:
            return f"if {self.command(inner)}; then {self._list(inner)}; else {self._list(inner)}; fi"
        if kind == 4:
            return f"for v in 1 2; do {self._list(inner)}; done"
        if kind == 5:
            return f"case $x in [0-9]) {self._list(inner)};; *) {self.command(inner)};; esac"
        if kind == 6:
            end = self._one("cat", "sed s/step/piped/", f"{{ cat > /dev/null; {self.command(inner)}; }}")
            # Who does not read to the end has a race with who writes, and so has who closes the pipe before the end.
            begin = self.command(inner)
            return f"{{ {begin}; }} | {end}" if ">" in begin else f"{begin} | {end}"
        if kind == 7:
            return f"! {self._simple()}"
        if kind == 8:
            return f"{{ {self._list(inner)}; }} > o{self._step()}"
        if kind == 9:
            return f"x=$({self._list(inner)})"
        if kind == 10:
            return f'echo "got $({self._list(inner)})"'
        if kind == 11:
            name = f"f{self._step()}"  # one name for all would call itself where a failure skips the inner one
            return f"{name}() {{ {self._list(inner)}; }}; {name}"
        if kind == 12:
            return f"until true; do {self.command(inner)}; done"
        return f"{self.command(inner)} {self._one('||', '&&')} {self.command(inner)}"

    def _list(self, depth: int) -> str:
        text = self.command(depth)
        for _ in range(self.chance.choice((0, 0, 1, 1, 2))):
            text += self._one(" && ", " || ", "; ", "; ") + self.command(depth)
        return text

    def _simple(self) -> str:
        step = self._step()
        fails = f'[ {step} != "$FAIL" ]'
        often = (fails, f"step {step}", f"echo {step}", fails, f"step {step} > o{step}", f"echo {step} >> log")
        if self.chance.random() < (0.9 if self.chains else 0.6):
            return self._one(*often)
        return self._one(
            "true", "false", ":", f"mkdir -p d{step}", "mkdir -p d && cd d", "cd ..", "cd /nowhere", f"x={step}",
            f"export x={step}", 'echo "[$x]"', "unset x", "umask 027", f": > f{step}", "set -f", "set -u", "set +e",
            "set -e", "echo *", "exit 0", "exit 3", f"exec step {step}", f"x={step} step {step}", "read v < log",
            'echo "${x:=7}"', "test -f log", "eval 'false; echo e'", "eval set -e", ". ./env.sh",
            "echo 'a  b' \"c\\\"d\" e\\ f", "return 0", "exec > redirected", "echo $((1 + 2))",
            "trap 'echo bye' EXIT", "step 1 && wait", "{ echo a & wait; }", "hash step", f"command step {step}",
            "command -v step > /dev/null", "set -- a b; echo $#", f"! {fails}", "cat < log", 'printf "%s\\n" "x  y"',
            "ls nothing 2> errors", "echo a#b", "pwd | sed 's,.*/,,'", "x=$(false)", "local x=1",
            f"sh -c 'step {step}; false'", "export x=$(false)", "readonly r=1", "break", "shift", 'echo "$@"',
            "echo \"$?\"", 'x="a  b"', "echo [$x]", 'printf "<%s>" "$x"', "echo o*", "touch 'f g'", "ls | cat",
            "alias e='echo aliased'", "set +x", "{ true & wait; }", "( true & wait )", ": ${x:?no}", "echo $((1 / 0))",
            "UID=5", "while read l; do echo \"<$l>\"; done < log", "case \"$x\" in a*) echo b;; *) false;; esac",
            '[ -n "$x" ] || exit 4', "exit", "(exit 5)", "set -C", "IFS=:; x=a:b; echo $x; unset IFS", "echo ${x#a}",
            "echo ${x?no}", "eval x=1", "eval 'set -u'", "trap '' INT", "trap - EXIT", "ulimit -c 0", "r=2",
            "false; true",
            f"while [ ! -f w{step} ]; do : > w{step}; {fails}; done", "test -d d && cd d", "echo \"${y}\"",
            f"f{step}() {{ return 3; }}; f{step}", f"! f{step}", "for v in *; do echo \"$v\"; done", "echo ~ > home",
            "umask 077; mkdir -p u", "cd - > /dev/null", "exec 3> three; echo 3 >&3", f"( cd / && {fails} )",
            "echo 'it'\\''s'",
            f"{{ cd d 2> /dev/null && {fails}; }}", "unset -f f1", "times > /dev/null", f"command {fails}",
            "echo $x$y \"$x\"'$y'", f"echo \\ {step} \"c\"\\ d > o{step}", f"x=\"{step}\"\\ z", "echo $x\\ e",
            "chdir d", "mkdir -p d && chdir d", "command -v put", "type put > /dev/null", "put", f"putnew put {step}",
            f"putnew put {step}", "rm -rf ../w", "cd .. && rm -rf w && mkdir w", "mv ../w ../v",
            "mv ../w ../v && mkdir ../w", "rm -rf \"$PWD\"", "ln -sfn d ../w/e && cd e && cd ..", "echo a=~/x > home",
            f"echo a{step}\\ > o{step}",
            *((
                "[[ -f log || -d d ]]", "((x++))", "set -o pipefail", "a=(1 2); echo ${a[1]}", "echo $[x=5]",
                "[[ x=5 -eq 5 ]]", "echo a {fd}> fd", "printf -v x %s 8", "mapfile -t x < log",
            ) if self.bash else ()),
        )  # fmt: skip

    def _between(self, style: str, lines: bool) -> str:
        operator = style if style != "mixed" else self._one("&&", "||", ";")
        if lines:
            start = self._one("<<X", "<<'X'", "<<-X")
            inner = f"\ncat {start} > h{self._step()}\n[$x]\nX\n"
            return self._one("\n", "\n", "\n", "\n", inner, f" {operator} ", " && \\\n    ")
        return self._one(
            f" {operator} ",
            f" {operator} \\\n    ",
            f" \\\n {operator} ",
            f" {operator} \\\n    # A note\n  ",
            f"\\\n    {operator} ",
            f"\\\n    # A note\n {operator} ",
            *(("; false & ",) if operator == ";" else ()),
        )

    def _step(self) -> int:
        self.steps += 1
        return self.steps

    def _one(self, *choices: str) -> str:
        return self.chance.choice(choices)


def failing(texts: Iterable[str]) -> list[int]:
    """No step, and then each step of some texts that can be made to fail."""
    joined = " ".join(texts)
    return [0, *(step for step in range(1, 60) if f'[ {step} != "$FAIL"' in joined or f"step {step}" in joined)]
