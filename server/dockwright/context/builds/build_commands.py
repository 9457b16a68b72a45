"""`docker build` commands and similar ones in Makefiles, scripts, CI configuration and documentation."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from dockwright.context.builds import script_folders
from dockwright.context.builds.earlier.in_file import Earlier
from dockwright.context.values import Build, Made, join
from dockwright.frozen import replace
from dockwright.lazy import pattern

LONGEST = 4_000
"""Maximum length of a command in characters."""
MOST_COMMANDS = 500
MOST_IN_PROSE = 50
MOST_READ = 2_000_000
"""Maximum number of characters, over all commands of a text, in which a `cd` is searched; later commands are skipped.
"""
FARTHEST = 20_000
"""How many characters before a command a `cd` is searched."""
_OPTIONS = r"[ \t]+(?:-[\w-]+(?:=\S+|[ \t]+(?!build|image|bud\b|-)\S+)?[ \t]+)*"
_VERB = r"(?:(?:image|buildx|builder)[ \t]+)?(?:build|bud)\b(?![-.\w/])"
_START = pattern(
    rf"(?<![-.\w])(?:(docker|podman|buildah|nerdctl|depot|finch)(?:\.exe)?{_OPTIONS}{_VERB}"
    r"|/kaniko/executor\b|(?<!/)\bkaniko[ \t]+(?=--)|az[ \t]+acr[ \t]+build\b|gcloud[ \t]+builds[ \t]+submit\b)"
)
_PROGRAM = pattern(
    rf"(?:\$[({{]?|\{{\{{[ \t]*)([A-Za-z_]\w*)(?:[)}}]|[ \t]*\}}\}})?"
    rf"(?={_OPTIONS}{_VERB}|[ \t][^\n]{{0,150}}?(?<=[ \t])(?:-t|--tag|-f|--file)\b)"
)
_PROGRAMS = pattern(
    r"(?<![-.\w])(?:docker|podman|buildah|nerdctl|depot|finch)(?:[ \t]+[\w=./:-]+)*(?=[ \t]*(?:$|[),\"']))"
)
_WHICH = pattern(r"\$[({][ \t]*(?:shell[ \t]+)?(?:which|command[ \t]+-v)[ \t]+([\w-]+)[^()\n]*\)")
_VERBS = ("build", "buildx", "bud", "image")
_LIKE_ONE = pattern(r"docker|podman|container|engine|runtime|builder|oci", re.IGNORECASE)
_WORD = pattern(r"""(?:\$\([^()\n]*\)|\$\{\{[^\n]*?\}\}|[^\s"';&|<>()`]|"[^"\n]*"|'[^'\n]*')+|[;&|<>()`\n"']""")
_STEP = pattern(r"^[ \t]*(?:-[ \t]+)?[\w.-]+:[ \t]*(?:[|>][-+\d]*)?[ \t]*$", re.MULTILINE)
"""A YAML key with its value on the following lines: the lines of a step begin there."""
_ONE_SHELL = ("workflow", "pipeline", "script")
"""Kinds of files in which all lines run in the same shell."""
_SAID = ("#", "//", "echo ", "@echo ", "printf ", "log ", "print(", "::", "REM ", "rem ")
_NO_COMMAND = ("//",)
_WITHOUT_VALUE = frozenset({
    "-q", "--quiet", "--no-cache", "--pull", "--rm", "--force-rm", "--squash", "--load", "--push", "--compress", "-D",
    "--layers", "--debug", "--check", "--disable-content-trust", "--no-push", "--cleanup", "--single-snapshot",
    "--reproducible", "--insecure", "--skip-tls-verify", "--skip-tls-verify-pull", "--use-new-run", "--verbose",
    "--squash-all", "--cache", "--no-logs", "--no-wait", "--async", "--no-source",
})  # fmt: skip


def commands(
    path: str,
    text: str,
    kind: str,
    base: str,
    line: int = 0,
    variables: Mapping[str, str] | None = None,
    there: Callable[[str], bool] = lambda path: False,
) -> Iterator[Build]:
    """Every build started by a text of commands run in the folder `base`; loops over words are expanded.

    `there` tells whether a file of the workspace exists.
    """
    prose = kind in ("doc", "comment")
    known = dict(variables or {}) if prose else script_folders.known(text, path, variables)
    text = _with_programs(script_folders.folders(text[: script_folders.LARGEST], path), known)
    over = (
        {} if prose else dict(script_folders.loops(text)) | (script_folders.files(text) if kind == "makefile" else {})
    )
    spent = 0
    earlier = Earlier(text, path, kind, base, known, there)
    for match in itertools.islice(_START.finditer(text), MOST_IN_PROSE if prose else MOST_COMMANDS):
        start = _start(text, match.start())
        if text[start : match.start()].lstrip().startswith(_NO_COMMAND if prose else _SAID):
            continue
        begin = _begin(text, start, path) if kind in _ONE_SHELL else start
        words = _words(text, match.end())
        at = line + text.count("\n", 0, match.start())
        podman = match[1] in ("podman", "buildah")
        seen = set()
        for values in _each(" ".join(words) + text[begin : match.start()], over):
            spent += match.start() - begin
            if spent > MOST_READ:
                return
            given = known | (script_folders.known(text[begin:start], path) if kind in _ONE_SHELL else {}) | values
            folder = script_folders.moved(text[begin : match.start()], base, path, given)
            filled = list(_filled(words, path, given))
            before: Made | None = None
            for build in _builds(filled, folder, match[0]) if folder is not None else ():
                if (key := (build.dockerfile, build.context, build.target)) not in seen:
                    seen.add(key)
                    before = earlier.made_before(match.start()) if before is None else before
                    yield replace(build, kind=kind, file=path, line=at, podman=podman, folder=folder, made=before)


def _start(text: str, at: int) -> int:
    """The start of a command, including previous lines that it continues."""
    start = text.rfind("\n", 0, at) + 1
    while start > 1 and at - start < LONGEST and text[start - 2] == "\\":
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _filled(words: list[str], path: str, variables: Mapping[str, str]) -> Iterator[str]:
    for word in words:
        filled = script_folders.plain(word, path, variables)
        # an unquoted variable is split into several words
        yield from filled.split() if word.startswith("$") and " " in filled and "$(" not in filled else [filled]


def _with_programs(text: str, known: Mapping[str, str]) -> str:
    """Replace variables that name programs, such as `$(DOCKER)`; the number of lines stays the same."""

    def one(match: re.Match[str]) -> str:
        value = known.get(match[1])
        if value is None:
            verb = text[match.end() : match.end() + 20].split()[:1]
            return "docker" if verb != [] and verb[0] in _VERBS and _LIKE_ONE.search(match[1]) else match[0]
        value = _WHICH.sub(r"\1", script_folders.plain(value, "", known) if "$" in value else value)
        found = _PROGRAMS.search(value)
        return found[0] if found is not None and "compose" not in value else match[0]

    return _PROGRAM.sub(one, text)


def _begin(text: str, end: int, path: str) -> int:
    """The start of the step whose lines run in the same shell before those at `end`."""
    first = max(0, end - FARTHEST)
    if not path.endswith((".yml", ".yaml")):
        return first
    return max((match.end() for match in _STEP.finditer(text, first, end)), default=first)


def _each(mentioned: str, over: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """All combinations of the values of loop variables in a text, up to a limit."""
    named = [name for name in over if re.search(rf"\$[{{(]?{name}\b", mentioned)][:2]
    product = itertools.product(*(over[name] for name in named))
    return [dict(zip(named, values, strict=True)) for values in itertools.islice(product, 200)]


def _words(text: str, at: int) -> list[str]:
    """The words of the command that begins at `at`."""
    part = re.sub(r"[\\`^][ \t]*\r?\n", "  ", text[at : at + LONGEST])
    found = (match[0] for match in _WORD.finditer(part))
    return list(itertools.takewhile(lambda word: word not in ";&|<>()`\n\"'", found))


def _builds(words: list[str], base: str, program: str) -> Iterator[Build]:
    """The builds defined by the words after `build`; none if the context is not a known folder."""
    kaniko, cloud = "kaniko" in program, program.startswith("gcloud")
    options: dict[str, list[str]] = {}
    places: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if not word.startswith("-") or word == "-":
            places.append(word)
            continue
        name, equals, value = word.partition("=")
        if not equals and name not in _WITHOUT_VALUE:
            value = next(waiting, "")
        options.setdefault(name, []).append(value)
    places = [place for place in places if place and not place.startswith("$")] or places
    if kaniko:
        sub = (options.get("--context-sub-path") or [""])[-1]
        given = [*options.get("-c", []), *options.get("--context", [])] or ["/workspace"]
        places = [posixpath.join(given[-1].removeprefix("dir://"), sub)]
    if cloud:
        places = places or ["."]
    context = join(base, places[-1]) if places and places[-1] != "-" else None
    if context is None or (cloud and "--config" in options):
        return
    written = next((options[name][-1] for name in ("-f", "--file", "--dockerfile") if name in options), "")
    files = [join(base, written) if written else posixpath.join(context, "Dockerfile")]
    if kaniko and written:
        files.append(join(context, written))  # Kaniko falls back to the context
    for file in files:
        if file is not None:
            yield Build(
                file, context, "", "", 0,
                target=(options.get("--target") or [""])[-1],
                platforms=tuple(options.get("--platform", [])),
                args=dict(_pair(value) for value in options.get("--build-arg", [])),
                contexts=dict(_pair(value) for value in options.get("--build-context", [])),
            )  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value
