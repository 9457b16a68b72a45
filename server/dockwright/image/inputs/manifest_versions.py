"""The version of the language that the manifest of a project asks for, and the commands that check it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dockwright.image.answer import Answer
from dockwright.image.commands import Ran
from dockwright.image.files import Files
from dockwright.image.image import Image
from dockwright.image.inputs.json_manifest import manifest, table
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.state import resolve


class Asked(NamedTuple):
    """What a manifest asks for."""

    file: str
    """The name of the file, for the user."""
    wanted: str
    """The requirement, as written."""
    requirement: str
    """The requirement as `version_ranges.allowed` reads it."""


class Project:
    """The files of a project in the folder where a command runs, as far as the build context tells their text."""

    def __init__(self, files: Files, images: tuple[Image, ...], folder: str) -> None:
        self.files, self.folder = files, folder
        self.image, self.earlier = images[0], images[1:]
        """The image in which it runs, and those before commands that changed no manifest."""

    def text(self, name: str, upwards: bool = False) -> str:
        """The text of a file here; empty if there is none, or another than in the build context."""
        path = resolve(self.folder, name) or ""
        place = posixpath.dirname(path)
        while True:
            found = self.files.find(self.image, posixpath.join(place, posixpath.basename(path)))
            if found.answer is Answer.YES:
                return self._read(posixpath.join(place, posixpath.basename(path)))
            if not upwards or place in ("/", "") or found.answer is not Answer.NO:
                return ""
            place = posixpath.dirname(place)

    def _read(self, path: str) -> str:
        context = self.files.context
        for image in (self.image, *self.earlier):
            found = self.files.find(image, path)
            if found.answer is Answer.YES and not found.edited:
                return context.texts.get(found.source or "", "") if context else ""
        return ""

    def lacks(self, *names: str) -> bool:
        """Whether none of these files is certainly or possibly here."""
        paths = (posixpath.join(self.folder, name) for name in names)
        return all(self.files.find(self.image, path).answer is Answer.NO for path in paths)

    def projects(self) -> Iterator[str]:
        """The names of the .NET projects here."""
        context = self.files.context
        for path in context.texts if context else ():
            name = posixpath.basename(path)
            if name.endswith(PROJECTS) and self.files.find(self.image, f"{self.folder}/{name}").source == path:
                yield name


PROJECTS = (".csproj", ".fsproj", ".vbproj")


def _operands(made: Ran) -> list[str]:
    return [value for value in made.values if not value.startswith("-")]


def _go(made: Ran, project: Project) -> Iterator[Asked]:
    operands = _operands(made)
    if operands[:1] in (["env"], ["version"], ["telemetry"], []) or any("@" in one for one in operands):
        return
    found = re.search(r"(?m)^go\s+(\d+(?:\.\d+)*)\s*(?://.*)?$", project.text("go.mod", True))
    if found:
        yield Asked("go.mod", f"go {found[1]}", f">={found[1]}")


def _ruby(made: Ran, project: Project) -> Iterator[Asked]:
    text = project.text("Gemfile", True)
    found = re.search(r"""(?m)^ruby[ (]\s*((["'])[^"'\n]*\2(?:\s*,\s*(["'])[^"'\n]*\3)*)\s*\)?\s*(?:#.*)?$""", text)
    if found:
        wanted = ", ".join(re.findall(r"""["']([^"']*)["']""", found[1]))
        yield Asked("Gemfile", f"ruby {wanted}", wanted)
    elif re.search(r"""(?m)^ruby[ (]\s*file:\s*["']\.ruby-version["']""", text):
        named = re.match(r"\s*(?:ruby-)?(\d+\.\d+\.\d+)\s*\Z", project.text(".ruby-version"))
        if named:
            yield Asked(".ruby-version", named[1], named[1])


def _composer(made: Ran, project: Project) -> Iterator[Asked]:
    if not _operands(made)[:1] or _operands(made)[0] not in ("install", "update", "i", "u", "create-project"):
        return
    if any(value.startswith("--ignore-platform-req") for value in made.values):
        return
    named = manifest(project.text("composer.json"))
    platform = table(table(named, "config"), "platform")
    wanted = table(named, "require").get("php")
    if isinstance(wanted, str) and "php" not in platform:
        yield Asked("composer.json", wanted, wanted)


def _yarn(made: Ran, project: Project) -> Iterator[Asked]:
    operands = _operands(made)
    if operands[:1] not in ([], ["install"], ["add"]) or not project.lacks(".yarnrc", ".yarnrc.yml", ".yarn/releases"):
        return
    if {"--ignore-engines", "--ignore-platform", "--immutable", "--version", "-v", "--help"} & set(made.values):
        return
    named = manifest(project.text("package.json"))
    wanted = table(named, "engines").get("node")
    if isinstance(wanted, str) and str(named.get("packageManager", "yarn@1")).startswith("yarn@1"):
        yield Asked("package.json", f"node {wanted}", wanted)


def newer_yarn(made: Ran, project: Project) -> str:
    """The Yarn 2 or later that package.json names where Yarn 1 runs, which then stops; else empty."""
    if made.name != "yarn" or _operands(made)[:1] not in ([], ["install"], ["run"], ["build"]):
        return ""
    if not project.lacks(".yarnrc.yml", ".yarnrc") or {"--version", "-v", "--help"} & set(made.values):
        return ""
    named = str(manifest(project.text("package.json")).get("packageManager", ""))
    return named.partition("+")[0] if re.match(r"yarn@[2-9]", named) else ""


def _pip(made: Ran, project: Project) -> Iterator[Asked]:
    values = made.values[2:] if made.values[:2] == ("-m", "pip") else made.values
    if values[:1] != ("install",) or "--ignore-requires-python" in values:
        return
    if not {".", "./"} & {value.partition("[")[0] for value in values}:
        return
    found = re.search(r"""(?m)^requires-python\s*=\s*["']([^"']+)["']""", project.text("pyproject.toml"))
    if found:
        yield Asked("pyproject.toml", f"requires-python {found[1]}", found[1])


def _poetry(made: Ran, project: Project) -> Iterator[Asked]:
    if _operands(made)[:1] != ["install"]:
        return
    text = project.text("pyproject.toml", True)
    own = text.partition("[tool.poetry.dependencies]")[2].partition("\n[")[0]
    pattern = r"""(?m)^(?:python|requires-python)\s*=\s*["']([^"']+)["']"""
    found = re.search(pattern, own) or re.search(pattern, text)
    if found:
        yield Asked("pyproject.toml", f"python {found[1]}", found[1])


def _cargo(made: Ran, project: Project) -> Iterator[Asked]:
    operands = _operands(made)
    if not operands or operands[0] not in ("build", "b", "run", "test", "check", "fetch", "install", "rustc"):
        return
    if (operands[0] == "install" and "--path" not in made.values) or not project.lacks(*_TOOLCHAIN_FILES):
        return
    text = project.text("Cargo.toml", True)
    least = re.search(r"""(?m)^rust-version\s*=\s*["'](\d+(?:\.\d+)*)["']""", text)
    edition = re.search(r"""(?m)^edition\s*=\s*["'](2021|2024)["']""", text)
    if least and "--ignore-rust-version" not in made.values:
        yield Asked("Cargo.toml", f"rust-version {least[1]}", f">={least[1]}")
    if edition:
        since = _EDITIONS[edition[1]]
        yield Asked("Cargo.toml", f"edition {edition[1]} (Rust {since})", f">={since}")
    if re.search(r"(?m)^version = 4$", project.text("Cargo.lock", True)[:400]):
        yield Asked("Cargo.lock", "version 4 (Rust 1.78)", ">=1.78")


_TOOLCHAIN_FILES = ("rust-toolchain", "rust-toolchain.toml")
_EDITIONS = {"2021": "1.56", "2024": "1.85"}


def _maven(made: Ran, project: Project) -> Iterator[Asked]:
    goals = {"compile", "test", "package", "verify", "install", "deploy"}
    if not goals & set(_operands(made)) or any(value.startswith(("-f", "--file", "-P")) for value in made.values):
        return
    if any(re.match(r"-D(?:maven\.compiler\.|java\.version|jdk)", value) for value in made.values):
        return
    found = java_of(project.text("pom.xml"))
    if found:
        yield Asked("pom.xml", f"Java {found}", f">={found}")


def java_of(pom: str) -> str:
    """The version of Java that a pom.xml compiles for; empty if it does not tell."""
    if "<toolchain" in pom or "<fork>" in pom:
        return ""
    pom = re.sub(r"(?s)<profiles>.*</profiles>", "", pom)
    names: tuple[str, ...] = ("maven.compiler.release", "maven.compiler.target", "maven.compiler.source")
    names = (*names, "java.version") if "spring-boot-starter-parent" in pom or "springframework.boot" in pom else names
    for name in names:
        found = re.search(rf"<{re.escape(name)}>\s*(?:1\.)?(\d+)\s*</", pom)
        if found:
            return found[1]
    return ""


def _dotnet(made: Ran, project: Project) -> Iterator[Asked]:
    given = arguments(made.command.arguments, _OF_DOTNET).operands
    operands = [value or "" for value in made.values_of(given)]
    if operands[:1] not in (["restore"], ["build"], ["publish"], ["run"], ["test"], ["pack"]):
        return
    named = [one.replace("\\", "/") for one in operands[1:] if one.endswith(PROJECTS)]
    if not named and any(one.endswith((".sln", ".slnx", ".slnf")) or "/" in one for one in operands[1:]):
        return
    if {"-f", "--framework"} & set(made.values):
        return
    for name in named or project.projects():
        frameworks = frameworks_of(project.text(name))
        if frameworks:
            newest = max(frameworks, key=lambda one: [int(part) for part in one.split(".")])
            yield Asked(posixpath.basename(name), f".NET {newest}", f">={newest}")


_OF_DOTNET = (
    "-c", "--configuration", "-o", "--output", "-r", "--runtime", "-v", "--verbosity", "-a", "--arch", "--os", "-s",
    "--source", "--version-suffix", "--packages", "--property",
)  # fmt: skip
"""The options of `dotnet` that take a value."""


def frameworks_of(text: str) -> list[str]:
    """The versions of .NET that a project targets, of .NET 5 and later."""
    found = re.search(r"<TargetFrameworks?>\s*([^<$]+?)\s*</TargetFrameworks?>", text)
    names = (re.match(r"net(\d+\.\d+)\Z", name.strip()) for name in (found[1].split(";") if found else ()))
    return [name[1] for name in names if name]


CHECKS: dict[str, tuple[str, Callable[[Ran, Project], Iterator[Asked]]]] = {
    "go": ("Go", _go), "bundle": ("Ruby", _ruby), "composer": ("PHP", _composer), "yarn": ("Node.js", _yarn),
    "pip": ("Python", _pip), "pip3": ("Python", _pip), "python": ("Python", _pip), "python3": ("Python", _pip),
    "poetry": ("Python", _poetry), "cargo": ("Rust", _cargo), "mvn": ("Java", _maven), "mvnw": ("Java", _maven),
    "dotnet": (".NET", _dotnet),
}  # fmt: skip
"""By program: the language, and what the manifest that it reads asks for."""


_ELSEWHERE = frozenset({"-C", "--directory", "--project-directory", "--cwd", "--manifest-path", "-d", "--working-dir"})
"""Options that name another folder."""


def asked(made: Ran, project: Project) -> Iterator[Asked]:
    """What the manifests that a command reads ask for."""
    name = made.name or ""
    if name in CHECKS and not any(value.partition("=")[0] in _ELSEWHERE for value in made.values):
        yield from CHECKS[name][1](made, project)
