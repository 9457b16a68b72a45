"""`language-version-mismatch`: the project asks for another version of the language than the base image has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.bases.base_versions import Language, language
from dockwright.image.built_stage import BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.inputs.manifest_versions import CHECKS, Project, asked, newer_yarn
from dockwright.image.inputs.old_bundlers import old_bundler
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.version_ranges import allowed, meets

_OTHERWISE = {
    "Go": re.compile(r"GOTOOLCHAIN|golang\.org/dl|/usr/local/go\b"),
    "Ruby": re.compile(r"rbenv|\brvm\b|ruby-(?:build|install)|asdf|BUNDLE_GEMFILE"),
    "PHP": re.compile(r"COMPOSER_IGNORE|COMPOSER=|ignore-platform|platform\.php"),
    "Node.js": re.compile(r"\bn \d|\bnvm\b|\bfnm\b|volta|nodesource|ignore-engines"),
    "Python": re.compile(r"pyenv|conda|mamba|deadsnakes|\buv\b|VIRTUAL_ENV|python\d\.\d"),
    "Rust": re.compile(r"rustup|RUSTUP_TOOLCHAIN|RUSTC_BOOTSTRAP"),
    "Java": re.compile(r"JAVA_HOME|sdkman|openjdk|java-\d|-jdk|jdk-|temurin|zulu"),
    ".NET": re.compile(r"dotnet-install|DOTNET_ROOT|dotnet-sdk-|ROLL_FORWARD"),
}
"""Text that may bring another version, or turn the check off."""
_HARMLESS = frozenset({"cd", "mkdir", "ls", "echo", "set", "chmod", "chown", "rm", "npm", "apt-get", "apk"})
"""Programs that change no manifest."""

_NEWER_YARN = re.compile(r"corepack|yarn set version|yarnPath|npm\s+i(?:nstall)?\b[^\n&;]*\byarn\b|berry")
_OPENSSL_3 = (17,)
_LEGACY = re.compile(r"legacy-provider|NODE_OPTIONS")
_YARN_ASKS = (20,)
"""The first version of Node.js whose images have a Yarn 1 that reads `packageManager`."""


@rule("language-version-mismatch", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG", "WORKDIR"))
def language_version_mismatch(scene: BuiltStage) -> Iterator[Finding]:
    has = language(scene.image.base.reference)
    context = scene.files.context
    if has is None or context is None or not context.texts or says(scene, _OTHERWISE[has.name]):
        return
    earlier: list[Image] = []
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, image in step.commands:
            if ran.name not in CHECKS and ran.name not in _HARMLESS:
                earlier.clear()
            project = Project(scene.files, (image, *earlier), ran.folder or "")
            if ran.name in CHECKS and _counts(ran):
                earlier.insert(0, image)
            message = _told(scene, has, ran, project) if _counts(ran) else ""
            if message:
                span = source_span(step.instruction.unit, ran.span).shifted(scene.stage.body.offsets[index])
                yield Finding(span, message, doubtful="$" in step.base_word or not _is_strict(has))
                return


def _told(scene: BuiltStage, has: Language, ran: Ran, project: Project) -> str:
    """What does not match where a command runs; empty if nothing certain is wrong."""
    low = has.versions[0]
    old = old_bundler(ran, project) if has.name == "Node.js" and low >= _OPENSSL_3 else ""
    if old and not says(scene, _LEGACY):
        return f"`{old}` bundles with webpack 4, which fails since Node.js 17; use an older tag or upgrade it"
    if ran.name not in CHECKS or CHECKS[ran.name][0] != has.name:
        return ""
    named = newer_yarn(ran, project) if has.name == "Node.js" and low >= _YARN_ASKS else ""
    if named and not says(scene, _NEWER_YARN):
        return f"`package.json` asks for `{named}`, but `{has.image}` has `yarn@1`; run `corepack enable` first"
    for one in asked(ran, project):
        wanted = allowed(one.requirement)
        if wanted is not None and not meets(has.versions, wanted):
            return (
                f"`{one.file}` asks for `{one.wanted}`, but `{has.image}` has `{has.told}`; use a tag of that version"
            )
    return ""


def _counts(ran: Ran) -> bool:
    settled = ran.certain and ran.fatal and not ran.excused and not ran.conditions
    return settled and ran.folder is not None and not ran.command.assignments


def _is_strict(has: Language) -> bool:
    """Whether the program certainly stops: before Go 1.21, it tries."""
    return has.name != "Go" or has.versions[0] >= (1, 21)
