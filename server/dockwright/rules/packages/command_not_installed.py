"""`command-not-installed`: an instruction runs a program that the image does not contain at that point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install, is_root
from dockwright.findings.rule import rule
from dockwright.findings.shell.externally_managed import is_held_back, marks, permissions
from dockwright.frozen import replace
from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base
from dockwright.image.bases.packages import package_of
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.commands import ran as commands_of
from dockwright.image.effects.instructions import within
from dockwright.image.effects.removals import is_removed
from dockwright.image.image import Image
from dockwright.image.on_path import BINS, added_folders, may_be, on_path
from dockwright.image.run_text import body_of, source_span
from dockwright.image.starting.entry_script import chooses
from dockwright.image.starting.launch import is_shell, takes_text
from dockwright.image.starting.started_programs import Started, cmd_is_started, started
from dockwright.rules.packages._dotnet_sdk import needs_sdk
from dockwright.semantics.commands.shell_words import BUILTINS
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Script, Simple, nested_script, parse_shell
from dockwright.text import Span

_AT_START = ("CMD", "ENTRYPOINT", "HEALTHCHECK")
_OTHER_RULES = frozenset({"apt", "apt-get", "aptitude", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper"})
"""Programs that `package-manager-missing` reports."""


class _Use(NamedTuple):
    place: int
    name: str
    span: Span
    image: Image
    sure: bool = True
    command: int | None = None


@rule("command-not-installed", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "USER", "SHELL", *_AT_START))
def command_not_installed(scene: BuiltStage) -> Iterator[Finding]:
    yield from needs_sdk(scene)
    if not scene.image.base.is_known or scene.image.base.family == "scratch":
        return
    told: set[str] = set()
    for use in _missing(scene):
        step = scene.at(use.place)
        if use.name in told:
            continue
        told.add(use.name)
        if is_removed(use.image, use.name):
            message = f"`{use.name}` is removed before this; run this first, or keep the package"
            yield Finding(use.span, message, doubtful=not use.sure or "$" in step.base_word)
            continue
        doubtful = not use.sure or "$" in step.base_word or not _is_settled(use.image.base, use.name)
        package = _with_modules(scene, use) or package_of(use.image.base, use.name)
        message = f"`{use.image.base.reference}` has no `{use.name}`, and nothing here installs it"
        what = f"; install {_the(package, use.name)}" if package else "; install it or avoid it"
        fixes = install(scene, use.place, package, use.command) if package else ()
        if package in _PIPS and fixes and marks(use.image.base) and not is_held_back(scene, use.place):
            what = f"; install `{package}` and use `--break-system-packages`"
            fixes = (replace(fixes[0], edits=(*fixes[0].edits, *permissions(scene, use.place))),)
        if use.name == "sudo" and is_root(scene, use.place):
            fixes, what = (), "; remove it, since root already runs this RUN"
        yield Finding(use.span, message + what, fixes, doubtful=doubtful)


def _with_modules(scene: BuiltStage, use: _Use) -> str | None:
    """The package of pip, where Python is to run it as a module: that of Python alone does not have it."""
    if use.command is None or use.name != "python3":
        return None
    words = scene.at(use.place).commands[use.command].ran.words
    return package_of(use.image.base, "pip3") if words[1:3] == ("-m", "pip") else None


_PIPS = ("python3-pip", "py3-pip")
_OF_PYTHON3 = re.compile(
    r"python3(?:-\w+)?|ca-certificates|curl|git|gcc|g\+\+|make|build-essential|wget|locales|tzdata"
)
"""Packages that do not contain a program named `python`."""


def _is_python3(use: _Use, folders: frozenset[str] | None) -> bool:
    """Whether `python` is used on Debian or Ubuntu, which have only `python3`."""
    image: Image | None = use.image
    if use.name != "python" or folders or use.image.base.program("python") is not Answer.NO or image is None:
        return False
    if use.image.base.family not in ("debian", "ubuntu") or "python3" not in use.image.installed("deb"):
        return False
    if not all(_OF_PYTHON3.fullmatch(one) for one in use.image.installed("deb")) or may_be(image, "/usr/bin/python"):
        return False
    while image is not None:
        if image.effect.any_program and not image.effect.packages:
            return False
        image = image.before
    return True


def _the(package: str, name: str) -> str:
    return "it" if package == name else f"the package `{package}`"


def _is_settled(base: Base, name: str) -> bool:
    """Whether the distribution is certain, all its releases were read, and a list of programs exists."""
    inferred = any(release.infers(name) for release in base.releases)
    return (base.is_certain or base.own is not None or base.is_plain) and not inferred


def _missing(scene: BuiltStage) -> Iterator[_Use]:
    """The programs that instructions start without having them, in the order of the file."""
    last = {step.instruction.name: index for index, step in enumerate(scene.stage.steps)}
    for index, step in enumerate(scene.stage.steps):
        name = step.instruction.name
        if name == "RUN":
            for use in _missing_in_run(scene, index):
                yield use._replace(place=index, span=use.span.shifted(step.instruction.start))
        elif name in _AT_START and last[name] == index and not scene.stage.is_base:
            if name == "CMD" and (not cmd_is_started(scene.stage) or chooses(scene.files, scene.image, scene.stage)):
                continue
            folders = added_folders(scene.stage)
            for program in started(step) if not _reads_profile(step, "") else ():
                yield from (use for use in _of_text(scene, program, index) if _is_missing(use, folders))
                for written, span in ((program.name, program.span), *_behind(program)):
                    plain = _plain(written)
                    if plain and plain not in BUILTINS:
                        use = _Use(index, plain, span, scene.image)
                        if _is_missing(use, folders):
                            yield use


def _is_missing(use: _Use, folders: frozenset[str] | None) -> bool:
    return on_path(use.image, folders, use.name) is Answer.NO or _is_python3(use, folders)


def _missing_in_run(scene: BuiltStage, index: int) -> Iterable[_Use]:
    """The same for a RUN, with spans from its start; kept with its commands, as all are asked again after an edit."""
    step, folders = scene.at(index), added_folders(scene.stage, index)
    if step.instruction.is_json:
        anywhere = added_folders(scene.stage)
        return [use for use in _of_run(step) if _is_missing(use, anywhere if use.command is None else folders)]
    key = ("command-not-installed", folders)
    return step.commands.kept(key, lambda: [use for use in _of_run(step) if _is_missing(use, folders)])


def _of_text(scene: BuiltStage, program: Started, index: int) -> Iterator[_Use]:
    """The programs of the text that an array gives to a shell, where they certainly run."""
    if not is_shell(program.name) or len(program.words) < 2 or not takes_text(program.words[0][0]):
        return
    text, span = program.words[1]
    script = parse_shell(text)
    if script.has_errors or script.functions() or re.search(r"PATH=|\balias\s|(?:^|[;&|])\s*(?:\.|source)\s", text):
        return
    for made in commands_of(script, None, (), False):
        for name, _ in _names(made):
            if name in BUILTINS or name in _OTHER_RULES or not made.certain or made.conditions or _may_fail(made):
                continue
            yield _Use(index, name, span, scene.image, made.fatal)


def _behind(program: Started) -> Iterator[tuple[str, Span]]:
    """The program that an init or `env` starts, if no option of its own comes first."""
    name, words = program.name.rpartition("/")[2], list(program.words)
    if name == "env":
        while words and re.match(r"\w+=", words[0][0]):
            words.pop(0)
    elif name in ("tini", "dumb-init", "catatonit"):
        if words and words[0][0] == "--":
            words.pop(0)
    else:
        return
    if words and not words[0][0].startswith("-") and "$" not in words[0][0]:
        yield words[0]


def _of_run(step: BuildStep) -> Iterator[_Use]:
    found = step.instruction
    if found.is_json and found.arguments:
        yield from _of_array(step)
        return
    body = body_of(step.step)
    if body is None or re.search(r"\bPATH=|\balias\s", body.text) or _reads_profile(step.step, body.text):
        return
    functions = body.script.functions()
    yield from _of_shells(step, body.script, functions)
    for number, (ran, image) in enumerate(step.commands):
        for name, span in (*_names(ran), *_unpackers(ran, image.base.family)):
            if name in functions or name in BUILTINS or name in _OTHER_RULES or _is_asked(ran, name):
                continue
            if "function" in ran.conditions or _may_fail(ran):
                continue
            matters = ran.fatal or body.text[ran.command.span.end :].lstrip()[:1] == "|"
            sure = ran.certain and not ran.conditions and matters
            yield _Use(0, name, source_span(found.unit, span), image, sure, number)


def _of_array(step: BuildStep) -> Iterator[_Use]:
    """The first word of a RUN in exec form, then the program that it runs."""
    token = step.instruction.arguments[0]
    first = _plain(token.value)
    image = step.image.after(within(step.step, step.image))
    if first and first not in _OTHER_RULES:
        yield _Use(0, first, token.span, image)
    if first and image.program(first) is Answer.NO:
        return
    for number, (ran, met) in enumerate(step.commands):
        for name, span in (*_names(ran), *_unpackers(ran, met.base.family)):
            place = source_span(step.instruction.unit, span)
            if name in BUILTINS or name in _OTHER_RULES or _is_asked(ran, name) or _may_fail(ran):
                continue
            if place.start > token.span.end:
                yield _Use(0, name, place, met, ran.certain and ran.fatal, number)


_LOGIN = re.compile(r"\b(?:ba|da|a|k|z)?sh\s+(?:-\w*[li]|--login)")


def _reads_profile(step: Step, text: str) -> bool:
    """Whether a shell reads files such as `/etc/profile` and `~/.bashrc` first, which may set PATH."""
    return bool(_LOGIN.search(text) or _LOGIN.search(" ".join(step.before.shell)))


_INTERPRETERS = frozenset({"bash", "zsh", "ksh", "su", "ash", "dash"})


def _of_shells(step: BuildStep, script: Script, functions: frozenset[str]) -> Iterator[_Use]:
    """The shells that are passed a script, whose commands are looked at instead."""
    for node in script.nodes():
        name = _plain(node.name or "") if isinstance(node, Simple) else ""
        if not isinstance(node, Simple) or name not in _INTERPRETERS - functions or nested_script(node) is None:
            continue
        for number, (ran, image) in enumerate(step.commands):
            if node.span.covers(ran.command.span):
                if not _may_fail(ran) and not _is_asked(ran, name) and not node.redirections:
                    span = source_span(step.instruction.unit, node.words[0].span)
                    yield _Use(0, name, span, image, ran.certain and not ran.conditions, number)
                break


def _names(ran: Ran) -> Iterator[tuple[str, Span]]:
    """The programs that a command runs: wrappers such as sudo, the program itself, and git for pip."""
    outer = ran.outer
    if outer is not None and outer.words and (name := _plain(outer.name or "")):
        yield name, outer.words[0].span
    if outer is not None and outer.name in ("chroot", "busybox", "command", "builtin"):
        return
    name = _plain(ran.words[0] or "") if ran.words else ""
    if name and name == _plain(ran.command.name or ""):
        yield name, ran.span
    if ran.name in ("pip", "pip3", "uv"):
        for word in ran.command.arguments:
            if word.text.strip("\"'").startswith("git+") or "@ git+" in word.text or "@git+" in word.text:
                yield "git", word.span
                return


def _unpackers(ran: Ran, family: str) -> Iterator[tuple[str, Span]]:
    """The program that GNU tar runs to decompress an archive, and apt-key to read keys; BusyBox's tar needs none."""
    if ran.name == "apt-key" and family in ("debian", "ubuntu") and ran.values[:1] in (("add",), ("adv",)):
        yield "gpg", ran.span
    first = ran.words[1] if ran.name == "tar" and len(ran.words) > 1 else None
    if not first or family not in ("debian", "ubuntu") or not re.fullmatch(r"-?[A-Za-z]*x[A-Za-z]*", first):
        return
    names = [(word or "").rpartition(".")[2] for word in ran.words[2:]]
    for letter, name, endings in (("J", "xz", ("xz", "txz")), ("j", "bzip2", ("bz2", "tbz2", "tbz"))):
        if letter in first or (any(one in endings for one in names) and "f" in first and "z" not in first):
            yield name, ran.span
            return


def _plain(name: str) -> str:
    """The name of a program; empty for the path of a file of the author's, or a word that is not a name."""
    folder, slash, base = name.rpartition("/")
    if slash and folder not in BINS:
        return ""
    return base if re.fullmatch(r"[A-Za-z_\[][\w.+\[-]*", base) else ""


def _is_asked(ran: Ran, name: str) -> bool:
    """Whether the script tests for the program first."""
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for text in ran.conditions)


def _may_fail(ran: Ran) -> bool:
    """Whether the script handles the failure of the command."""
    silent = any(one.descriptor in ("2", "&") or one.operator.startswith("&>") for one in ran.command.redirections)
    return silent or ran.excused
