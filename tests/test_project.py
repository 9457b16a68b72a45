"""What holds for the source as a whole: formatting, lint, types, layers, sizes."""

from __future__ import annotations

import ast
import importlib
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from generated import check, script

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "server" / "dockwright"
SOURCES = sorted(PACKAGE.rglob("*.py"))

LAYERS = [
    "frozen",
    "lazy",
    "l10n",
    "text",
    "config",
    "syntax",
    "semantics",
    "context",
    "embedded",
    "image",
    "findings",
    "rules",
    "refactors",
    "plan",
    "reference",
    "ide",
    "lsp",
    "cli",
    "agents",
]


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "format", "--check", "server", "tests", "benchmarks", "website"),
        ("ruff", "check", "server", "tests", "benchmarks", "website"),
        ("mypy",),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_tools_have_nothing_to_say(command: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = _layer(path)
    for module in _imports(path):
        top = module.split(".")[0]
        if top in ("pygls", "lsprotocol"):
            assert own == "lsp", f"only lsp/ imports {top}"
        if top in ("mcp", "mcp_types", "anyio", "pydantic"):
            assert _module(path) == "dockwright.agents.server", (
                f"only agents/server imports {top}, which may be missing"
            )
        if top == "dockwright" and "." in module and own in LAYERS:
            other = module.split(".")[1]
            if other in LAYERS:
                assert LAYERS.index(other) <= LAYERS.index(own), f"{own} imports {other}, which is above it"
            assert not (own in ("cli", "agents") and other == "lsp"), "the command line imports nothing of lsp/"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports in functions and for types alone count as well."""
    names = {_module(path): path for path in SOURCES}
    needs = {
        name: {_nearest(other, names) for other in _imports(path)} & (names.keys() - {name})
        for name, path in names.items()
    }
    while leaves := {name for name, others in needs.items() if not others & needs.keys()}:
        needs = {name: others for name, others in needs.items() if name not in leaves}
    assert sorted(needs) == [], "these form circles, or lead to one"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_over_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_folder_holds_more_than_25_modules() -> None:
    folders = {path.parent for path in SOURCES}
    crowded = {str(folder.relative_to(PACKAGE)): len(list(folder.glob("*.py"))) for folder in folders}
    assert {name: count for name, count in crowded.items() if count > 25} == {}


@pytest.mark.parametrize(("floor", "kit"), [("rules", ()), ("refactors", ("kit", "names", "shell"))])
def test_a_family_holds_what_has_a_page_and_its_own_helpers(floor: str, kit: tuple[str, ...]) -> None:
    assert [path.name for path in (PACKAGE / floor).glob("*.py")] == ["__init__.py"]
    for path in (PACKAGE / floor).glob("*/[a-z]*.py"):
        assert path.parent.name in kit or path.with_suffix(".md").exists(), (
            f"{path.name} has no page: helpers begin with _"
        )


def test_the_median_file_is_under_80_lines() -> None:
    assert statistics.median(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES) < 80


@pytest.mark.parametrize("name", ["machine", "hcl"])
def test_tables_are_made_of_the_grammars_as_they_are(name: str) -> None:
    made = script(name)
    check(made.OUTPUT, made.written())


@pytest.mark.parametrize("table", script("tables").TABLES, ids=lambda table: table.name)
def test_tables_are_made_of_their_sources_as_they_are(table: Path) -> None:
    check(table.with_suffix(".json"), script("tables").written(table))


@pytest.mark.parametrize("path", [path for path in SOURCES if "import pattern" in path.read_text(encoding="utf-8")])
def test_what_is_compiled_later_can_be_compiled(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for value in vars(importlib.import_module(name)).values():
        if type(value).__module__ == "dockwright.lazy":
            assert value.groups >= 0


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def _nearest(name: str, modules: dict[str, Path]) -> str:
    """The module that an import of `module.name` loads for that name."""
    return name if name in modules else name.rpartition(".")[0]


def _layer(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found
