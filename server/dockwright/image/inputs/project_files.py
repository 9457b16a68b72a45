"""The project files that package managers and build tools look for, determined from their arguments."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Wanted(NamedTuple):
    """Files of which one has to exist."""

    names: tuple[str, ...] = ()
    """Their names; endings of names where `any_of` says so."""
    folder: str = "."
    upwards: bool = False
    """Whether the folders above are searched, too."""
    is_lock: bool = False
    word: int | None = None
    """The index of the word of the command that names the file instead."""
    value: str | None = None
    """The path in that word, if it is only a part of it."""
    any_of: str = ""
    """What they are called, where only the ending of their names counts."""


Values = tuple[str, ...]
Found = Iterator[Wanted]
_MANIFEST = Wanted(("package.json",), upwards=True)
_NPM_LOCK = Wanted(("package-lock.json", "npm-shrinkwrap.json"), upwards=True, is_lock=True)


def _operands(values: Values) -> list[str]:
    return [value for value in values if not value.startswith("-")]


def _has(values: Values, *names: str) -> bool:
    return any(value.partition("=")[0] in names for value in values)


def _npm(values: Values, variables: frozenset[str]) -> Found:
    elsewhere = (
        "-g",
        "--global",
        "--location",
        "--prefix",
        "-C",
        "--help",
        "-h",
        "--version",
        "-v",
        "-w",
        "--workspace",
    )
    operands = _operands(values)
    if not operands or _has(values, *elsewhere):
        return
    if operands[0] in ("ci", "clean-install", "ic"):
        yield _MANIFEST
        yield _NPM_LOCK
    elif (operands[0] in ("install", "i") and len(operands) == 1) or operands[0] in (
        "run",
        "run-script",
        "test",
        "prune",
    ):
        yield _MANIFEST


def _yarn(values: Values, variables: frozenset[str]) -> Found:
    operands = _operands(values)
    if _has(values, "--cwd", "--version", "-v", "--help") or operands[:1] == ["global"]:
        return
    if not operands or operands[0] in ("install", "build", "run"):
        yield _MANIFEST
    if operands[:1] == ["install"] and _has(values, "--immutable"):
        yield Wanted(("yarn.lock",), upwards=True, is_lock=True)


def _pnpm(values: Values, variables: frozenset[str]) -> Found:
    operands = _operands(values)
    if not operands or _has(values, "-C", "--dir", "-g", "--global", "--filter", "-F", "-r", "--recursive", "--help"):
        return
    if operands in (["install"], ["i"]) or operands[0] in ("build", "run"):
        yield _MANIFEST
    if (operands in (["install"], ["i"]) and _has(values, "--frozen-lockfile")) or operands == ["fetch"]:
        yield Wanted(("pnpm-lock.yaml",), upwards=True, is_lock=True)


def _bun(values: Values, variables: frozenset[str]) -> Found:
    if _operands(values) in (["install"], ["i"]) and not _has(values, "--cwd", "-g", "--global"):
        yield _MANIFEST


def _pip(values: Values, variables: frozenset[str], skip: int = 0) -> Found:
    operands = _operands(values[skip:])
    if operands[:1] not in (["install"], ["wheel"], ["download"]):
        return
    for index, value in enumerate(values):
        before = values[index - 1] if index else ""
        name, equals, rest = value.partition("=")
        if before in ("-r", "--requirement", "-c", "--constraint"):
            yield Wanted(word=index + 1, value=value)
        elif name in ("--requirement", "--constraint") and equals:
            yield Wanted(word=index + 1, value=rest)
        elif value.startswith("-r") and len(value) > 2 and not value.startswith("--"):
            yield Wanted(word=index + 1, value=value[2:])
        elif value == "." and before not in (
            "-t",
            "--target",
            "-d",
            "--dest",
            "-f",
            "--find-links",
            "-w",
            "--wheel-dir",
        ):
            yield Wanted(("pyproject.toml", "setup.py"))


def _python(values: Values, variables: frozenset[str]) -> Found:
    if values[:2] in (("-m", "pip"), ("-m", "pip3")):
        yield from _pip(values, variables, 2)


def _uv(values: Values, variables: frozenset[str]) -> Found:
    operands = _operands(values)
    if _has(values, "--project", "--directory", "--script", "--help") or "UV_PROJECT" in variables:
        return
    if operands[:1] == ["pip"]:
        yield from _pip(values, variables, 1)
    elif operands[:1] in (["sync"], ["lock"], ["export"]):
        yield Wanted(("pyproject.toml",), upwards=True)
        if operands[0] == "sync" and _has(values, "--frozen", "--locked"):
            yield Wanted(("uv.lock",), upwards=True, is_lock=True)


def _poetry(values: Values, variables: frozenset[str]) -> Found:
    if _operands(values)[:1] in (["install"], ["export"], ["lock"]) and not _has(
        values, "-C", "--directory", "-P", "--project", "--help"
    ):
        yield Wanted(("pyproject.toml",), upwards=True)


def _pipenv(values: Values, variables: frozenset[str]) -> Found:
    operands = _operands(values)
    if "PIPENV_PIPFILE" in variables or operands not in (["install"], ["sync"]) or _has(values, "-r", "--requirements"):
        return
    if operands == ["sync"] or _has(values, "--deploy", "--ignore-pipfile"):
        yield Wanted(("Pipfile.lock",), upwards=True, is_lock=True)


def _bundle(values: Values, variables: frozenset[str]) -> Found:
    operands = _operands(values)
    if "BUNDLE_GEMFILE" in variables or _has(values, "--gemfile", "--version", "-v"):
        return
    if not operands or operands[0] in ("install", "exec"):
        yield Wanted(("Gemfile", "gems.rb"), upwards=True)


def _composer(values: Values, variables: frozenset[str]) -> Found:
    operands = _operands(values)
    if "COMPOSER" in variables or _has(values, "--help"):
        return
    folder = _value(values, "-d", "--working-dir")
    if operands[:1] in (["install"], ["update"], ["dump-autoload"]) and folder is not None:
        yield Wanted(("composer.json",), folder)


def _go(values: Values, variables: frozenset[str]) -> Found:
    if not values or variables & {"GO111MODULE", "GOFLAGS", "GOWORK"} or _has(values, "-C", "-modfile", "-h", "--help"):
        return
    module = Wanted(("go.mod", "go.work"), upwards=True)
    if values[0] == "mod" and values[1:2] and values[1] in ("download", "verify", "tidy", "vendor", "graph"):
        if not any("@" in value for value in values):
            yield module
    elif (values[0] in ("get", "install") and _is_package_alone(values)) or (
        values[0] in ("build", "test", "vet", "generate") and values[-1] in (".", "./...", *values[:1])
    ):
        yield module


def _is_package_alone(values: Values) -> bool:
    """Whether Go is asked for a package of another module, with no version."""
    operands = _operands(values)[1:]
    return bool(operands) and all("." in one.partition("/")[0].strip(".") and "@" not in one for one in operands)


def _cargo(values: Values, variables: frozenset[str]) -> Found:
    given = values[1:] if values and values[0].startswith("+") else values
    if not given or _has(given, "--manifest-path", "-C", "--help", "--version"):
        return
    if given[0] in ("build", "b", "fetch", "test", "check", "run", "vendor"):
        yield Wanted(("Cargo.toml",), upwards=True)
        if _has(given, "--locked", "--frozen"):
            yield Wanted(("Cargo.lock",), upwards=True, is_lock=True)
    elif given[:3] == ("install", "--path", "."):
        yield Wanted(("Cargo.toml",))


def _mvn(values: Values, variables: frozenset[str]) -> Found:
    goals = [
        one for one in _operands(values) if one in _PHASES or one in ("dependency:go-offline", "dependency:resolve")
    ]
    file = _value(values, "-f", "--file")
    if not goals or file is None or _has(values, "--help", "--version"):
        return
    if file.endswith(".xml"):
        yield Wanted((posixpath.basename(file),), posixpath.dirname(file) or ".")
    elif file != ".":
        yield Wanted(("pom.xml",), file)
    elif len(goals) == len(_operands(values)):
        yield Wanted(("pom.xml",))


_PHASES = frozenset({"clean", "validate", "compile", "test", "package", "verify", "install", "deploy"})


def _make(values: Values, variables: frozenset[str]) -> Found:
    wanted = {"all", "build", "install", "clean", "test"}
    options = [value for value in values if value.startswith("-")]
    if set(_operands(values)) <= wanted and all(value.startswith("-j") and value != "-j" for value in options):
        yield Wanted(("Makefile", "makefile", "GNUmakefile"))


_TASKS = frozenset(
    ("assemble", "bootJar", "build", "check", "classes", "clean", "dependencies", "installDist", "jar", "shadowJar",
     "test")
)  # fmt: skip


def _gradle(values: Values, variables: frozenset[str]) -> Found:
    tasks = _operands(values)
    if tasks and _TASKS.issuperset(tasks) and not _has(values, "-p", "--project-dir", "-b", "--build-file", "-c", "-I"):
        names = ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")
        yield Wanted(names, upwards=True)


def _mix(values: Values, variables: frozenset[str]) -> Found:
    if "MIX_EXS" not in variables and values[:1] in (("deps.get",), ("deps.compile",), ("compile",), ("release",)):
        yield Wanted(("mix.exs",))


_DOTNET = frozenset(
    ("-c", "--configuration", "-o", "--output", "-r", "--runtime", "-f", "--framework", "-v", "--verbosity", "-a",
     "--arch", "--os", "-s", "--source", "--packages", "--configfile")
)  # fmt: skip
"""Options of `dotnet` that take the next word for their value."""


def _dotnet(values: Values, variables: frozenset[str]) -> Found:
    projects = (".csproj", ".sln", ".slnx", ".fsproj", ".vbproj", ".proj")
    if not values or values[0] not in ("restore", "build", "publish", "test") or _has(values, "-h", "--help", "-?"):
        return
    if values[1:] and values[1].endswith(projects):
        yield Wanted(word=2, value=values[1].replace("\\", "/"))
        return
    pairs = zip(values[1:], ("", *values[1:]), strict=False)
    if all(value.startswith(("-", "/p:")) or before in _DOTNET for value, before in pairs):
        yield Wanted(projects, any_of="a project or solution")


def _value(values: Values, *names: str) -> str | None:
    """The value of an option that names a folder or file; `.` without it, None where it is not known."""
    for index, value in enumerate(values):
        name, equals, rest = value.partition("=")
        if name in names:
            found = rest if equals else values[index + 1] if index + 1 < len(values) else ""
            return found if found and "$" not in found and "`" not in found else None
        if any(value.startswith(one) and len(one) == 2 for one in names):
            return None
    return "."


PROJECTS: dict[str, Callable[[Values, frozenset[str]], Found]] = {
    "npm": _npm, "yarn": _yarn, "pnpm": _pnpm, "bun": _bun, "pip": _pip, "pip3": _pip, "python": _python,
    "python3": _python, "uv": _uv, "poetry": _poetry, "pipenv": _pipenv, "bundle": _bundle, "composer": _composer,
    "go": _go, "cargo": _cargo, "mvn": _mvn, "make": _make, "dotnet": _dotnet,
    "gradle": _gradle, "mix": _mix,
}  # fmt: skip
"""What each program looks for, given its arguments and the names of the variables that are set."""
