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
from dockwright.image.inputs.manifest_versions import CHECKS, Project, asked
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.version_ranges import allowed, meets

_OTHERWISE = {
    "Go": re.compile(r"GOTOOLCHAIN|golang\.org/dl|/usr/local/go\b"),
    "Ruby": re.compile(r"rbenv|\brvm\b|ruby-(?:build|install)|asdf|BUNDLE_GEMFILE"),
    "PHP": re.compile(r"COMPOSER_IGNORE|COMPOSER=|ignore-platform|platform\.php"),
    "Node.js": re.compile(r"\bn \d|\bnvm\b|\bfnm\b|volta|nodesource|ignore-engines|corepack|yarn set version"),
    "Python": re.compile(r"pyenv|conda|mamba|deadsnakes|\buv\b|VIRTUAL_ENV|python\d\.\d"),
    "Rust": re.compile(r"rustup|RUSTUP_TOOLCHAIN|RUSTC_BOOTSTRAP"),
    "Java": re.compile(r"JAVA_HOME|sdkman|openjdk|java-\d|-jdk|jdk-|temurin|zulu"),
    ".NET": re.compile(r"dotnet-install|DOTNET_ROOT|dotnet-sdk-|ROLL_FORWARD"),
}
"""Text that may bring another version, or turn the check off."""
_HARMLESS = frozenset({"cd", "mkdir", "ls", "echo", "set", "chmod", "chown", "rm", "npm", "apt-get", "apk"})
"""Programs that change no manifest."""


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
            if ran.name not in CHECKS or CHECKS[ran.name][0] != has.name or not _counts(ran):
                continue
            earlier.insert(0, image)
            for one in asked(ran, Project(scene.files, tuple(earlier), ran.folder or "")):
                wanted = allowed(one.requirement)
                if wanted is None or meets(has.versions, wanted):
                    continue
                span = source_span(step.instruction.unit, ran.span).shifted(scene.stage.body.offsets[index])
                message = (
                    f"`{one.file}` asks for `{one.wanted}`, but `{has.image}` has {has.told}; use a tag of that version"
                )
                yield Finding(span, message, doubtful="$" in step.base_word or not _is_strict(has))
                return


def _counts(ran: Ran) -> bool:
    settled = ran.certain and ran.fatal and not ran.excused and not ran.conditions
    return settled and ran.folder is not None and not ran.command.assignments


def _is_strict(has: Language) -> bool:
    """Whether the program certainly stops: before Go 1.21, it tries."""
    return has.name != "Go" or has.versions[0] >= (1, 21)
