"""The files that a package manager needs to install dependencies, and whether these are sufficient."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.semantics.commands.packages import Invocation

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_SCRIPTS = frozenset({"preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare", "prepublish"})
_LOCAL = re.compile(r"\"(?:file|link|portal|patch|workspace):|\"\.{0,2}/|\"patchedDependencies\"")
_REQUIREMENT = re.compile(
    r"(?:[A-Za-z0-9][\w.-]*\s*(?:\[[\w\s,.-]*\])?\s*(?:@\s*(?:git\+)?https?://\S+|(?:[<>=!~]=?|===)[^/]*)?\s*(?:;[^/]*)?"
    r"|(?:-i|--index-url|--extra-index-url|--only-binary|--no-binary|--trusted-host)[= ]\S+|--pre|(?:--hash=\S+\s*)+)"
    r"(?:\s*--hash=\S+)*\s*\Z"
)


class Needs(NamedTuple):
    """The files that an install reads."""

    files: tuple[str, ...]
    """In its working folder; only existing ones count."""
    required: tuple[str, ...]
    """One file of each group (separated by `|`) has to exist."""
    made: tuple[str, ...] = ()
    """Folders that it fills: if the build context has them, COPY would overwrite what is installed."""
    words: tuple[str, ...] = ()
    """Options without which it also reads the sources."""
    refused: Callable[[str], str] = lambda text: ""
    """Why the first file is not sufficient, by its text."""
    unless: tuple[str, ...] = ()
    """Files or folders that show that more files are read."""


def _package_json(text: str) -> str:
    try:
        read = json.loads(text)
    except ValueError:
        return "Cannot read `package.json`"
    if not isinstance(read, dict):
        return "Cannot read `package.json`"
    if "workspaces" in read:
        return "`package.json` has workspaces, whose own `package.json` files are also read"
    scripts = read.get("scripts")
    found = sorted(_SCRIPTS & set(scripts)) if isinstance(scripts, dict) else []
    if found:
        return f"`package.json` has a script `{found[0]}`, which runs on install and may need the sources"
    return "`package.json` names packages of the sources" if _LOCAL.search(text) else ""


def _requirements(text: str) -> str:
    for line in text.replace("\\\n", " ").splitlines():
        content = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if content and not _REQUIREMENT.match(content):
            return f"`{content[:60]}` may name other files"
    return ""


def _without(pattern: str, what: str) -> Callable[[str], str]:
    return lambda text: what if re.search(pattern, text, re.MULTILINE) else ""


_NODE = (".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml")
_NODE_UNLESS = ("pnpm-workspace.yaml", ".yarn", "binding.gyp", "lerna.json", ".pnpmfile.cjs", "patches")
_PROJECT = r"\bpath\s*=|\bworkspace\b|\beditable\b|file:|\bdynamic\b"
_SHORT = {"i": "install", "": "install"}
_NODE_OPTIONS = """
    --production --omit --only --include --no-audit --no-fund --legacy-peer-deps --ignore-scripts --frozen-lockfile
    --immutable --prefer-offline --silent -s --quiet -q --no-optional --no-progress --network-timeout --non-interactive
    --pure-lockfile --force --loglevel --no-save --verbose --cache --no-cache --registry --prod -P --no-package-lock
    --ignore-engines --ignore-optional --network-concurrency --progress --audit --fund --shamefully-hoist
"""
_OPTIONS = {
    **dict.fromkeys(("npm", "yarn", "pnpm", "bun"), _NODE_OPTIONS),
    "pip": """
        -r --requirement --no-cache-dir --no-cache --upgrade -U -q --quiet --no-deps --user --prefer-binary --pre -i -v
        --index-url --extra-index-url --trusted-host --disable-pip-version-check --no-warn-script-location --prefix
        --root-user-action --no-compile --compile --break-system-packages --timeout --default-timeout --retries
        --require-hashes --no-input --no-binary --only-binary --progress-bar -e --editable -c --constraint
    """,
    "poetry": "--no-root --no-dev --only --without --with --no-interaction -n --no-ansi --sync -q -v --without-hashes",
    "uv": "--no-install-project --frozen --locked --no-dev --no-cache --extra --all-extras --group --no-group "
    "--compile-bytecode --no-editable --quiet -q",
    "go": "-x",
    "bundler": "--jobs -j --retry --without --deployment --quiet --no-cache --frozen",
    "composer": "--no-scripts --no-autoloader --no-dev --prefer-dist --no-interaction -n --no-progress -o -q "
    "--no-cache --optimize-autoloader --ignore-platform-reqs --ignore-platform-req --no-suggest --no-ansi",
    "maven": "-B --batch-mode -q --quiet -ntp --no-transfer-progress -U -e",
    "dotnet": "-r --runtime --no-cache -v --verbosity --locked-mode",
}
"""Options that do not change which files are read."""
TABLE: dict[str, Needs] = {
    "npm ci": Needs(
        ("package.json", "package-lock.json", "npm-shrinkwrap.json", *_NODE),
        ("package.json", "package-lock.json|npm-shrinkwrap.json"),
        ("node_modules",), refused=_package_json, unless=_NODE_UNLESS,
    ),
    "npm install": Needs(
        ("package.json", "package-lock.json", "npm-shrinkwrap.json", *_NODE), ("package.json",),
        ("node_modules",), refused=_package_json, unless=_NODE_UNLESS,
    ),
    "yarn install": Needs(
        ("package.json", "yarn.lock", *_NODE), ("package.json",),
        ("node_modules",), refused=_package_json, unless=_NODE_UNLESS,
    ),
    "pnpm install": Needs(
        ("package.json", "pnpm-lock.yaml", *_NODE), ("package.json",),
        ("node_modules",), refused=_package_json, unless=_NODE_UNLESS,
    ),
    "bun install": Needs(
        ("package.json", "bun.lock", "bun.lockb", *_NODE), ("package.json",),
        ("node_modules",), refused=_package_json, unless=_NODE_UNLESS,
    ),
    "poetry install": Needs(
        ("pyproject.toml", "poetry.lock", "poetry.toml"), ("pyproject.toml",), (".venv",), ("--no-root",),
        _without(r"\bpath\s*=|file:", "`pyproject.toml` names packages of the sources"),
    ),
    "uv sync": Needs(
        ("pyproject.toml", "uv.lock", "uv.toml", ".python-version"), ("pyproject.toml", "uv.lock"), (".venv",),
        ("--no-install-project",), _without(_PROJECT, "`pyproject.toml` names other files"),
    ),
    "go mod download": Needs(
        ("go.mod", "go.sum"), ("go.mod",),
        refused=_without(r"=>\s*\.{1,2}/", "`go.mod` replaces a module with a folder of the sources"),
        unless=("go.work", "vendor"),
    ),
    "bundler install": Needs(
        ("Gemfile", "Gemfile.lock"), ("Gemfile", "Gemfile.lock"), ("vendor", ".bundle"),
        refused=_without(
            r"\bgemspec\b|\bpath\b|eval_gemfile|require_relative|File\b|\bfile:", "`Gemfile` reads other files"
        ),
    ),
    "composer install": Needs(
        ("composer.json", "composer.lock", "auth.json"), ("composer.json",), ("vendor",),
        ("--no-scripts", "--no-autoloader"),
        _without(r"\"type\"\s*:\s*\"(?:path|artifact)\"", "`composer.json` names packages of the sources"),
    ),
    "maven dependency:go-offline": Needs(
        ("pom.xml",), ("pom.xml",),
        refused=_without(r"<module>|<relativePath>|<systemPath>", "`pom.xml` names other files"),
        unless=(".mvn",),
    ),
    "dotnet restore": Needs(
        ("*.csproj", "nuget.config", "NuGet.Config", "global.json", "packages.lock.json"), ("*.csproj",),
        ("obj", "bin"),
        refused=_without(r"ProjectReference|<Import\b|\.\.[/\\]", "The project refers to other projects or files"),
        unless=("*.sln", "*.slnx", "*.props", "*.targets", "*.fsproj", "*.vbproj"),
    ),
}  # fmt: skip
"""By package manager and subcommand."""


def asked(call: Invocation) -> tuple[Needs, str] | str | None:
    """What an install reads, and its name; why it reads more; None for other commands."""
    name, given = call.manager.name, call.arguments
    options = {option.name for option in given.options}
    if name == "cargo" and call.subcommand == "fetch":
        return "`cargo` also needs the source files"
    known = frozenset(_OPTIONS.get(name, "").split())
    if name != "pip" and f"{name} {_SHORT.get(call.subcommand, call.subcommand)}" not in TABLE:
        return None
    if name != "pip" and (call.packages or given.operands):
        return None
    if strange := next((option for option in sorted(options) if not _is_known(option, known)), ""):
        return f"Cannot tell what `{strange}` makes it read"
    if name == "pip":
        files = [option.value for option in given.options if option.name in ("-r", "--requirement")]
        if call.subcommand != "install" or not files:
            return None
        if call.packages or {"-e", "--editable", "-c", "--constraint"} & options:
            return "It also installs what the command line names"
        if any(file is None or not re.fullmatch(r"(?:\./)?[\w.-]+\.(?:txt|pip)", file) for file in files):
            return "The requirements files are not in the folder that COPY takes"
        named = tuple(posixpath.normpath(file) for file in files if file)
        return Needs(named, named, refused=_requirements), "pip install"
    subcommand = _SHORT.get(call.subcommand, call.subcommand)
    needs = TABLE[f"{name} {subcommand}"]
    missing = [word for word in needs.words if word not in options]
    if missing:
        return f"Without `{missing[0]}`, it also reads the sources"
    return needs, f"{name} {subcommand}"


def _is_known(option: str, known: frozenset[str]) -> bool:
    letters = re.fullmatch(r"-([A-Za-z]{2,})", option)
    return option in known or bool(letters and all(f"-{letter}" in known for letter in letters[1]))


def present(needs: Needs, context: Context, folder: str) -> tuple[str, ...] | str:
    """The paths of the files to copy; or why they are not sufficient."""
    names = [name for name, _ in context.children(folder)]
    for group in needs.required:
        if not any(_matching(pattern, names) for pattern in group.split("|")):
            return f"`{group.replace('|', '` or `')}` is not in the build context"
    for pattern in needs.unless:
        if found := next(_matching(pattern, names), None):
            return f"`{found}` is in the build context and also read"
    for name in needs.made:
        if any(entry.rule is None for entry in context.named(posixpath.join(folder, name))):
            return f"COPY would put the context's `{name}` over what is installed; list it in the ignore file"
    files = list(dict.fromkeys(name for pattern in needs.files for name in _matching(pattern, names)))
    paths = [posixpath.join(folder, name) for name in files]
    if any(entry.rule is not None for path in paths for entry in context.files(path)):
        return "An ignore file excludes some of the files"
    for path in [path for path in paths if _is_told(needs, posixpath.basename(path))]:
        text = context.texts.get(path)
        if text is None:
            return f"Cannot tell what is in `{path}`"
        if reason := needs.refused(text):
            return reason
    return tuple(paths)


def _is_told(needs: Needs, name: str) -> bool:
    """Whether the content of a file decides if the files are sufficient."""
    return any(
        re.fullmatch(_expression(pattern), name) for group in needs.required for pattern in [group.split("|")[0]]
    ) and (not name.endswith((".lock", "lock.json", "lock.yaml", "Gemfile.lock")))


def _matching(pattern: str, names: list[str]) -> Iterator[str]:
    expression = re.compile(_expression(pattern))
    return (name for name in names if expression.fullmatch(name))


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*")
