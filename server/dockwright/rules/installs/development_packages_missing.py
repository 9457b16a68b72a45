"""`development-packages-missing`: npm installs without development packages, and a script needs one of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.inputs.json_manifest import manifest, table
from dockwright.image.run_text import source_span

_PACKAGES = {
    "tsc": "typescript", "ng": "@angular/cli", "nest": "@nestjs/cli", "vue-cli-service": "@vue/cli-service",
    "webpack": "webpack-cli", "svelte-kit": "@sveltejs/kit",
    "babel": "@babel/cli", "swc": "@swc/cli", "remix": "@remix-run/dev",
    "grunt": "grunt-cli", "gulp": "gulp-cli",
}  # fmt: skip
"""The packages of programs with another name."""
_LEAVES_OUT = frozenset({"--omit=dev", "--production", "--prod", "--only=production", "--only=prod", "-P"})
_BRINGS = frozenset({"--include=dev", "--production=false", "--prod=false"})
_INSTALLS = frozenset({"ci", "install", "i", ""})


@rule("development-packages-missing", Severity.WARNING, on=("RUN", "ENV", "COPY", "ARG"))
def development_packages_missing(stage: BuiltStage) -> Iterator[Finding]:
    left_out: dict[str, str] = {}
    body, context = stage.stage.body, stage.files.context
    for index in body.places(("RUN",)) if context is not None else ():
        step = stage.at(index)
        for ran, image in step.commands:
            if ran.name not in ("npm", "npx", "yarn", "pnpm") or ran.folder is None:
                continue
            operands = [value for value in ran.values if not value.startswith("-")]
            if ran.name != "npx" and (operands[0] if operands else "") in _INSTALLS:
                found = stage.files.find(image, posixpath.join(ran.folder, "package.json"))
                text = context.texts.get(found.source or "", "") if context and not found.edited else ""
                left_out.pop(ran.folder, None)
                if len(operands) < 2 and _is_lean(step, ran) and not _is_berry(ran, text):
                    left_out[ran.folder] = text
            elif operands[:1] in (["add"], ["global"], ["link"], ["import"]):
                left_out.pop(ran.folder, None)
            elif ran.folder in left_out and ran.certain:
                missing = _missing(left_out[ran.folder], operands, ran)
                if missing:
                    message = f"This needs `{missing}` from `devDependencies`, which the install above omits"
                    yield Finding(source_span(step.instruction.unit, ran.span), message).shifted(body.offsets[index])


def _is_lean(step: BuildStep, ran: Ran) -> bool:
    """Whether an install certainly omits development packages."""
    if _BRINGS & set(ran.values) or "dev" in ran.values:
        return False
    if _LEAVES_OUT & set(ran.values) or " ".join(ran.values).find("--omit dev") >= 0:
        return True
    own = any(item.name == "NODE_ENV" for item in ran.command.assignments)
    return step.step.before.variables.get("NODE_ENV") == "production" and not own and ran.outer is None


def _is_berry(ran: Ran, text: str) -> bool:
    """Whether it is yarn 2 or later, which installs everything with any NODE_ENV."""
    return ran.name == "yarn" and (
        re.search(r'"packageManager"\s*:\s*"yarn@(?!1\b)', text) is not None
        or bool({"--immutable", "--immutable-cache", "--check-cache", "--mode"} & set(ran.values))
    )


def _missing(text: str, operands: list[str], ran: Ran) -> str:
    """The development package whose program a script of package.json runs; empty if none is certain."""
    name = operands[1] if operands[:1] in (["run"], ["run-script"]) and len(operands) > 1 else (operands or [""])[0]
    package = manifest(text)
    scripts, needed, others = (table(package, key) for key in ("scripts", "dependencies", "devDependencies"))
    commands = scripts.get(name) or _program(ran, operands)
    for command in re.split(r"&&|\|\||;", str(commands)):
        words = [word for word in command.split() if "=" not in word]
        word = words[0] if words else ""
        for package_name in (word, _PACKAGES.get(word, "")):
            if package_name and package_name in others and package_name not in needed:
                return package_name
    return ""


def _program(ran: Ran, operands: list[str]) -> str:
    """The program of a package that a command runs itself; npx would download one of that name."""
    if ran.name == "npx":
        return "tsc" if ran.values[:1] == ("tsc",) else ""  # of this name, the index has another package
    if ran.name == "npm" or any(value in ("dlx", "-r", "-C", "--filter", "--cwd") for value in ran.values):
        return ""
    words = operands[1:] if operands[:1] == ["exec"] or (ran.name == "yarn" and operands[:1] == ["run"]) else operands
    return words[0] if words and operands[:1] != ["dlx"] else ""
