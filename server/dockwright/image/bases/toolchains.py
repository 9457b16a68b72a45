"""Images of compilers and build tools: they hold no project, whatever else is in them."""

from __future__ import annotations

import posixpath

from dockwright.semantics.image_names import parse_reference

_OFFICIAL = frozenset(
    """
    amazoncorretto buildpack-deps clojure composer dart eclipse-temurin elixir erlang gcc golang gradle groovy haskell
    ibm-semeru-runtimes julia maven node openjdk perl php pypy python ruby rust sapmachine swift
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Official images whose Dockerfiles copy no project."""
_OTHERS = ("mcr.microsoft.com/dotnet/sdk", "ghcr.io/astral-sh/uv", "docker.io/oven/bun", "docker.io/denoland/deno")
_PROJECT_FILES = frozenset(
    """
    Cargo.lock Cargo.toml Gemfile Pipfile.lock build.gradle build.gradle.kts bun.lock composer.json gems.rb go.mod
    go.work gradlew mix.exs mvnw npm-shrinkwrap.json package-lock.json package.json pnpm-lock.yaml pom.xml
    pyproject.toml requirements.txt settings.gradle settings.gradle.kts setup.py uv.lock yarn.lock
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Files of which a project has one, by name."""
_OF_TOOLS = ("/usr/local/", "/usr/lib/", "/usr/share/", "/opt/", "/root/", "/home/", "/var/", "/go/", "/tmp/", "/etc/")
"""Folders in which the tools themselves have such files."""


def is_toolchain(reference: str) -> bool:
    """Whether an image is one of compilers or build tools that copies no project."""
    parsed = parse_reference(reference) if reference else None
    if parsed is None or (parsed.tag and "onbuild" in parsed.tag.value):
        return False
    if parsed.official:
        return parsed.official in _OFFICIAL
    return f"{parsed.host}/{parsed.path}" in _OTHERS


def starts_at_root(reference: str) -> bool:
    """Whether an image of .NET's compiler for Linux has no working folder of its own."""
    name, _, tag = reference.partition(":")
    return name == "mcr.microsoft.com/dotnet/sdk" and not any(one in tag for one in ("nano", "windows"))


def lacks_project_file(reference: str, path: str) -> bool:
    """Whether an image certainly has no such project file at a path."""
    return posixpath.basename(path) in _PROJECT_FILES and is_of_authors(path) and is_toolchain(reference)


def is_of_authors(path: str) -> bool:
    """Whether a path is outside of the folders in which tools have files of their own."""
    return not (path + "/").startswith(_OF_TOOLS)
