"""`build-needs-package`: what is installed is built from source, and needs a program or package that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.bases.base_versions import language
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.inputs.build_needs import Needed, family_of, of_gems, of_pecl, of_php, of_pip, requires_packages
from dockwright.image.run_text import source_span
from dockwright.image.steps import Moment

_OF_PIP = frozenset({"pip", "pip3", "uv", "python", "python3"})
_BUILDERS = _OF_PIP | {"gem", "bundle", "docker-php-ext-install", "pecl", "composer", "go"}
_OTHER_WHEELS = re.compile(
    r"PIP_(?:EXTRA_)?INDEX|pip\.conf|pip config|PIP_FIND_LINKS|piwheels|conda|pip wheel|UV_INDEX"
)
_OTHER_GEMS = re.compile(r"BUNDLE_WITHOUT|bundle config|BUNDLE_PATH|--without|gem sources")


@rule("build-needs-package", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG", "WORKDIR", "USER"))
def build_needs_package(scene: BuiltStage) -> Iterator[Finding]:
    if not family_of(scene.image.base) or not scene.image.base.is_known:
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for number, (ran, image) in step.commands.kept("build-needs-package", partial(_builders, step)):
            for need in _needs(scene, step, number, ran, image):
                word = need.word or ran.command.words[0]
                span = source_span(step.instruction.unit, word.span).shifted(scene.stage.body.offsets[index])
                fixes = install(scene, index, need.install, number) if need.install and "$" not in need.install else ()
                yield Finding(span, _message(need), fixes, doubtful="$" in step.base_word)
                break


def _builders(step: BuildStep) -> list[tuple[int, Moment]]:
    """The commands of a RUN that may build packages, with their indexes; kept with its commands."""
    return [
        (number, moment)
        for number, moment in enumerate(step.commands)
        if moment.ran.name in _BUILDERS
        and moment.ran.certain
        and moment.ran.fatal
        and not (moment.ran.excused or moment.ran.conditions)
    ]


def _message(need: Needed) -> str:
    if need.package == "git+https":
        return "`pip` clones a requirement with `git`, which is not in the image; install it"
    if need.package == "pecl":
        return "`pecl` compiles with `autoconf`, which this variant removed; install `$PHPIZE_DEPS`"
    if need.package in ("composer", "cgo"):
        what = "`composer` unpacks packages" if need.package == "composer" else "`CGO_ENABLED=1` compiles C"
        return f"{what} with `{need.missing}`, which is not in the image; install it"
    advice = f"; install it or use `{need.instead}`" if need.instead else "; install it"
    return f"`{need.package}` is built from source, which needs `{need.missing}`{advice}"


def _needs(scene: BuiltStage, step: BuildStep, number: int, ran: Ran, image: Image) -> Iterator[Needed]:
    key = ("needs", number, scene.files.context, scene.files.key)
    if ran.name in _OF_PIP:
        found = step.commands.kept(key, lambda: list(of_pip(ran, image, scene.files)))
        yield from () if found and (says(scene, _OTHER_WHEELS) or _are_copied(scene)) else found
    elif ran.name in ("gem", "bundle"):
        found = step.commands.kept(key, lambda: list(of_gems(ran, image, scene.files)))
        yield from () if found and (says(scene, _OTHER_GEMS) or _are_copied(scene)) else found
    elif ran.name == "docker-php-ext-install":
        has = language(image.base.reference)
        yield from of_php(ran, image, has.versions[0]) if has is not None else ()
    elif ran.name == "pecl":
        yield from of_pecl(ran, image)
    elif ran.name == "composer":
        yield from _of_composer(scene, ran, image)
    elif ran.name == "go":
        yield from _of_go(step, ran, image)


_BUILT = re.compile(r"--from=.*(?:pip|wheel|venv|packages|bundle|gems)", re.DOTALL)


def _are_copied(scene: BuiltStage) -> bool:
    """Whether packages come from another stage, which may have built them."""
    return any(_BUILT.search(step.instruction.unit.text) for step in scene.stage.all("COPY"))


def _of_composer(scene: BuiltStage, ran: Ran, image: Image) -> Iterator[Needed]:
    """Composer unpacks with unzip or PHP's zip, or clones with git; the images of PHP have none of them."""
    if ran.values[:1] not in (("install",), ("update",)) or not scene.image.base.reference.startswith("php:"):
        return
    absent = all(image.program(name) is Answer.NO for name in ("unzip", "7z", "7zz", "git"))
    if absent and requires_packages(ran, image, scene.files) and not says(scene, _ZIP):
        yield Needed("composer", "unzip", "unzip")


_ZIP = re.compile(r"\bzip\b|install-php-extensions|ext-install")


def _of_go(step: BuildStep, ran: Ran, image: Image) -> Iterator[Needed]:
    """Building with cgo needs a C compiler."""
    given = [*ran.command.assignments, *(ran.outer.assignments if ran.outer else ())]
    settings = {one.name: (one.value.literal if one.value else "") for one in given}
    enabled = settings.get("CGO_ENABLED", step.step.before.variables.get("CGO_ENABLED"))
    other = "CC" in settings or "CC" in step.step.before.variables
    builds = ran.values[:1] in (("build",), ("install",), ("test",))
    if enabled == "1" and builds and not other and image.program("gcc") is Answer.NO:
        libc = "musl-dev" if image.base.family == "alpine" else "libc6-dev"
        yield Needed("cgo", "gcc", f"gcc {libc}")
