"""`runtime-version-mismatch`: the program was built for another version of .NET or Java than the last image has."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.bases.base_versions import Language, language
from dockwright.image.built_stage import BuiltStage
from dockwright.image.effects.effect import Copied
from dockwright.image.image import Image
from dockwright.image.inputs.manifest_versions import PROJECTS, frameworks_of, java_of
from dockwright.image.starting.started_programs import Started, started
from dockwright.semantics.commands.version_ranges import after, meets, version

_OTHERWISE = re.compile(
    r"ROLL_FORWARD|dotnet-install|DOTNET_ROOT|dotnet-(?:sdk|runtime)-|JAVA_HOME|openjdk|-j(?:dk|re)"
)
_ROLLS = re.compile(r"<RollForward>|<SelfContained>\s*true|<AssemblyName>|<PublishAot>\s*true")


@rule("runtime-version-mismatch", Severity.WARNING, on=("CMD", "ENTRYPOINT", "RUN", "COPY", "ENV"))
def runtime_version_mismatch(scene: BuiltStage) -> Iterator[Finding]:
    has, context = language(scene.image.base.reference), scene.files.context
    if has is None or context is None or has.name not in (".NET", "Java") or scene.stage.is_base:
        return
    texts = context.texts
    steps = scene.stage.all("ENTRYPOINT")[-1:] or scene.stage.all("CMD")[-1:]
    for one in (one for step in steps for one in started(step)):
        wrong = _of_dotnet(has, one, texts) if has.name == ".NET" else _of_java(scene, has, one, texts)
        if wrong and not says(scene, _OTHERWISE):
            yield Finding(one.span, wrong, doubtful="$" in scene.stage.root.base_word)
            return


def _of_dotnet(has: Language, one: Started, texts: dict[str, str]) -> str:
    name = one.words[0][0] if one.name.rpartition("/")[2] == "dotnet" and one.words else ""
    stem = posixpath.basename(name).removesuffix(".dll")
    if not name.endswith(".dll") or has.variant not in ("aspnet", "runtime", "sdk"):
        return ""
    paths = [path for path in texts if posixpath.basename(path) in [stem + ending for ending in PROJECTS]]
    if len(paths) != 1 or _ROLLS.search(texts[paths[0]]):
        return ""
    project, text = posixpath.basename(paths[0]), texts[paths[0]]
    if has.variant == "runtime" and 'Sdk="Microsoft.NET.Sdk.Web"' in text:
        return f"`{project}` needs `ASP.NET Core`, which `{has.image}` does not have; use the `aspnet` image"
    frameworks = frameworks_of(text)
    if len(frameworks) != 1 or meets(has.versions, ((version(frameworks[0]), after(version(frameworks[0])[:1])),)):
        return ""
    return f"`{project}` targets `.NET {frameworks[0]}`, but `{has.image}` has `{has.told}`; use the same version"


def _of_java(scene: BuiltStage, has: Language, one: Started, texts: dict[str, str]) -> str:
    words = [word for word, _ in one.words]
    pom = texts.get("pom.xml", "")
    wanted = java_of(pom) if "<modules>" not in pom else ""
    if one.name.rpartition("/")[2] != "java" or "-jar" not in words[:-1] or not wanted:
        return ""
    path = words[words.index("-jar") + 1]
    if not path.endswith(".jar") or not any(_brings_jar(copied) for copied in _copies(scene.image)):
        return ""
    if has.versions[0] >= version(wanted):
        return ""
    return f"`pom.xml` compiles for `Java {wanted}`, but `{has.image}` has `{has.told}`; use a newer tag"


def _brings_jar(copied: Copied) -> bool:
    return bool(copied.origin) and any(re.search(r"/target/[^/]*\.jar\Z", source) for source in copied.sources)


def _copies(image: Image) -> Iterator[Copied]:
    at: Image | None = image
    while at is not None:
        yield from (change.copied for change in at.effect.paths if change.copied is not None)
        at = at.before
